// The options stand after an equals sign.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable = "boxed"]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
