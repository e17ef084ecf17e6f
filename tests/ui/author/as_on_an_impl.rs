// An `impl` is given a name for callers.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable(as = PoolExt)]
impl Pool {
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
