// The result is a trait object that is not boxed.
use std::fmt::Debug;

use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, task: Task<u8>) -> dyn Debug {
        task.cancel()
    }
}

fn main() {}
