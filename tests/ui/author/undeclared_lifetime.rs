// A lifetime is not declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>, reason: &'a str) -> bool {
    task.cancel() && reason.is_empty()
}

fn main() {
    cancel(async { 1 }, "no reason");
}
