// The attribute stands on a closure.
use ensure_future::{Task, accepts_awaitable};

fn main() {
    let cancel = #[accepts_awaitable]
    |task: Task<u8>| task.cancel();
    cancel(ensure_future::create_task(async { 1 }));
}
