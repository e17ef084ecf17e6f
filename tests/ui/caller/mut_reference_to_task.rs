// A task is passed by mutable reference.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let mut task = ensure_future::create_task(async { 1 });
    cancel(&mut task);
}
