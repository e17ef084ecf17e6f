// The type of an annotated `impl` does not implement what the trait asks for.
use std::fmt::Debug;

use ensure_future::{Task, accepts_awaitable};

struct Pool;

trait Scheduler: Debug {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

#[accepts_awaitable]
impl Scheduler for Pool {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {}
