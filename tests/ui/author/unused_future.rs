// The body does not await a future.
#![deny(unused_must_use)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn finish(task: Task<u8>) {
    task.into_future();
}

fn main() {
    drop(finish(async { 1 }));
}
