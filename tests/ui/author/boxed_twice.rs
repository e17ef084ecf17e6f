// The option `boxed` is given twice.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(boxed, boxed)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
