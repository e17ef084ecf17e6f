// Two options have no comma between them.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(crate = ensure_future on = 1)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
