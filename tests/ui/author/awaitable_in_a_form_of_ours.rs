// A type of another crate is to become a task, in a form that is not the framework's own.
use ensure_future::form::Running;
use ensure_future::{Awaitable, Task, create_task};
use tokio::sync::oneshot::Receiver;

impl Awaitable<Task<u8>, Running> for Receiver<u8> {
    fn ensure(self) -> Task<u8> {
        create_task(async { self.await.unwrap() })
    }
}

fn main() {}
