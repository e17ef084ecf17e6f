// An option is given twice.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(crate = ensure_future, crate = ensure_future)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
