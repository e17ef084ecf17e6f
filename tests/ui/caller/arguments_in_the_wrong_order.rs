// The arguments are in the wrong order.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>, reason: &str) -> bool {
    task.cancel() && reason.is_empty()
}

fn main() {
    cancel("no reason", async { 1 });
}
