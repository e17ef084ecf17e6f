// The option `on` has no value.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(on)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
