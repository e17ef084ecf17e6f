// The author leaves a type in a coerced type without a name.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<impl ToString>) -> bool {
    task.cancel()
}

fn main() {}
