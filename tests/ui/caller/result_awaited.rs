// The result of a function that is not `async` is awaited.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    drop(async { cancel(async { 1 }).await });
}
