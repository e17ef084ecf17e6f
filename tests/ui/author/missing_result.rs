// The body gives nothing.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel();
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
