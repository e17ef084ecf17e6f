// A coroutine borrows a local variable.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let text = String::from("text");
    cancel(async { text.len() as u32 });
}
