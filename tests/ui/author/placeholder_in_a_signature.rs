// The task's output is left to be inferred.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<_>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
