// A parameter is marked twice.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(#[awaitable] #[awaitable(skip)] task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }));
}
