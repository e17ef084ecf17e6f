// A function that is in no trait is given a name for callers.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = cancel)]
fn cancel_task(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel_task(async { 1 });
}
