// A task's output has no size.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<str>) -> bool {
    task.cancel()
}

fn main() {}
