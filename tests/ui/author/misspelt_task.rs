// The body misspells the task.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    tsk.cancel()
}

fn main() {
    cancel(async { 1 });
}
