// The function has no body.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool;

fn main() {
    cancel(async { 1 });
}
