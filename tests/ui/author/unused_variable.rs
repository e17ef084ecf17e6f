// A variable of the body is not used.
// Another parameter is not used.
// The task is not used.
#![deny(unused_variables)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value(task: Task<u8>) -> Option<u8> {
    let id = task.id();
    task.await.ok()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, task: Task<u8>, reason: &str) -> bool {
        task.cancel()
    }
}

#[accepts_awaitable]
fn start(task: Task<u8>) {}

fn main() {
    drop(value(async { 1 }));
    Pool.cancel(async { 1 }, "no reason");
    start(async { 1 });
}
