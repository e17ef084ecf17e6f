// It is not said from which parameter the result borrows.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>, reason: &str, otherwise: &str) -> &str {
    if task.cancel() { reason } else { otherwise }
}

fn main() {
    cancel(async { 1 }, "no reason", "none");
}
