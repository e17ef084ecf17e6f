// A coroutine borrows an argument.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

async fn length(text: &str) -> u32 {
    text.len() as u32
}

fn measure(text: &str) -> bool {
    cancel(length(text))
}

fn main() {
    measure("text");
}
