// A generic coroutine is passed on without its bounds.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn start(coroutine: impl Future<Output = u32>) -> bool {
    cancel(coroutine)
}

fn main() {
    start(async { 1 });
}
