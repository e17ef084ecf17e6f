// Nothing says what `None` would hold.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Option<Task<u32>>) -> bool {
    task.is_some_and(|task| task.cancel())
}

fn main() {
    cancel(None);
}
