// The pattern does not fit all that may be passed.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(Some(task): Option<Task<u8>>) -> bool {
    task.cancel()
}

fn main() {
    cancel(Some(async { 1 }));
}
