// A method of an `impl` is given a name for callers.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(as = cancel)]
    fn cancel_task(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel_task(async { 1 });
}
