// A variable of the body is not used.
#![deny(unused_variables)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value(task: Task<u8>) -> Option<u8> {
    let id = task.id();
    task.await.ok()
}

fn main() {
    drop(value(async { 1 }));
}
