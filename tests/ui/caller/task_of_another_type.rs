// A task has another output.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let task = ensure_future::create_task(async { "text" });
    cancel(task);
}
