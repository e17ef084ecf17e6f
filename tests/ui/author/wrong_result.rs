// The body returns what awaiting a task gives, which is a `Result`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value(task: Task<u8>) -> u8 {
    task.await
}

fn main() {
    drop(value(async { 1 }));
}
