// A type in the body of an `async fn` is wrong.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value(task: Task<u8>) -> u16 {
    task.await.unwrap()
}

fn main() {
    drop(value(async { 1 }));
}
