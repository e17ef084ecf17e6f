// A method inside an annotated `impl` has the attribute twice.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(boxed)]
    #[accepts_awaitable]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
