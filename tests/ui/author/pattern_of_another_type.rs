// The pattern is one for two tasks.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel((first, second): Task<u8>) -> bool {
    first.cancel() && second.cancel()
}

fn main() {
    cancel(async { 1 });
}
