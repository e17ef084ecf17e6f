// Any future is to become the framework's own type.
use ensure_future::form::Coroutine;
use ensure_future::{Awaitable, Task, create_task};

struct Job(Task<u8>);

impl<F> Awaitable<Task<u8>, Coroutine> for F
where
    F: Future<Output = Job> + Send + 'static,
{
    fn ensure(self) -> Task<u8> {
        create_task(async { self.await.0.await.unwrap() })
    }
}

fn main() {}
