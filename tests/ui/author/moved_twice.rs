// The body gives the task away twice.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn both(task: Task<u8>) -> (Task<u8>, Task<u8>) {
    (task, task)
}

fn main() {
    both(async { 1 });
}
