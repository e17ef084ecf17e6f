// The mark of a parameter stands on the function.
// A parameter is marked, but the function is not.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
#[awaitable]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn stop(#[awaitable] task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
    stop(ensure_future::create_task(async { 1 }));
}
