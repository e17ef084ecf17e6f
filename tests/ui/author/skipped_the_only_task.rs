// The only task is skipped.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(#[awaitable(skip)] task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }));
}
