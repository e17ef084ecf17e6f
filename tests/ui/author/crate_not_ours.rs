// The option `crate` names another crate.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(crate = ::tokio)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
