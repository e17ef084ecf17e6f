// Another parameter is not used.
#![deny(unused_variables)]

use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, task: Task<u8>, reason: &str) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 }, "no reason");
}
