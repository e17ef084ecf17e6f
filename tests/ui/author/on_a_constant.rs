// The attribute stands on a constant.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
const CANCEL: fn(Task<u8>) -> bool = |task| task.cancel();

fn main() {
    CANCEL(ensure_future::create_task(async { 1 }));
}
