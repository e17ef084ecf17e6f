// The option `crate` is given a text.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(crate = "toolkit")]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
