// The task need not be mutable.
#![deny(unused_mut)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(mut task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
