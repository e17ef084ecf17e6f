// The body takes the task for the coroutine.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn poll_myself(task: Task<u8>) {
    poll(task);
}

fn poll(_: impl Future<Output = u8>) {}

fn main() {
    poll_myself(async { 1 });
}
