// A mark has empty parentheses.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(#[awaitable()] task: Task<u8>, other: Task<u8>) -> bool {
    task.cancel() && other.cancel()
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }), async { 2 });
}
