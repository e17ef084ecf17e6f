// A line of the body is not finished.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    let cancelled = ;
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
