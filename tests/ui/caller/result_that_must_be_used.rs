// The value of an `async fn` that is `#[must_use]` is dropped.
#![deny(unused_must_use)]

use ensure_future::{Task, accepts_awaitable};

#[must_use = "it may have failed"]
#[accepts_awaitable]
async fn failed(task: Task<u8>) -> bool {
    task.await.is_err()
}

fn main() {
    drop(async {
        failed(async { 1 }).await;
    });
}
