// The mark of a parameter stands on the function.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
#[awaitable]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
