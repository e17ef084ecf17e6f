// A coroutine is passed where an `Option` is declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Option<Task<u32>>) {
    task.map(|task| task.cancel());
}

fn main() {
    cancel(async { 1 });
}
