// The body calls a deprecated function.
#![deny(deprecated)]

use ensure_future::{Task, accepts_awaitable};

#[deprecated = "use `count`"]
fn number() -> usize {
    1
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn count(&self, tasks: Vec<Task<u8>>) -> usize {
        tasks.len() + number()
    }
}

fn main() {
    Pool.count([async { 1 }]);
}
