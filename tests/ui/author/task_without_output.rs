// It is not said what the task gives.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
