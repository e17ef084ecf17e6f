// A function that is not `async` awaits.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn value(task: Task<u8>) -> Option<u8> {
    task.await.ok()
}

fn main() {
    value(async { 1 });
}
