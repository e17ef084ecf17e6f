// A type is declared that mentions a task, but that nothing can become.
use std::collections::VecDeque;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count(tasks: VecDeque<Task<u8>>) -> usize {
    tasks.len()
}

fn main() {
    count(VecDeque::from([ensure_future::create_task(async { 1 })]));
}
