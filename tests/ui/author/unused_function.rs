// The function is never called.
#![deny(dead_code)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {}
