// The author leaves out a lifetime in a coerced type.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<&str>) -> bool {
    task.cancel()
}

fn main() {}
