// The function is used as a value.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let cancel = cancel;
    cancel(async { 1 });
    cancel(ensure_future::create_task(async { 2 }));
}
