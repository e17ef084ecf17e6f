// The task is not used.
#![deny(unused_variables)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(task: Task<u8>) {}

fn main() {
    start(async { 1 });
}
