// A handle is passed by reference.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let handle = tokio::spawn(async { 1 });
    cancel(&handle);
}
