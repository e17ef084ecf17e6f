// Two parameters have the same name.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>, task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {}
