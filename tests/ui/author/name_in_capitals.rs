// The function's name is not in snake case.
#![deny(non_snake_case)]

use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancelIt(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancelIt(async { 1 });
}
