// The option `boxed` is given a value.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(boxed = true)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
