// `self` is marked.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

impl Pool {
    #[accepts_awaitable]
    fn cancel(#[awaitable] &self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
