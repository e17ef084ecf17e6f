// The task's output hides that it has a lifetime.
use std::fmt::Formatter;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<Formatter>) -> bool {
    task.cancel()
}

fn main() {
    cancel(std::future::pending());
}
