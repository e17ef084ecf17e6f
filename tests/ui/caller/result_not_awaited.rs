// The result of an `async fn` is not awaited.
#![deny(unused_must_use)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    drop(async {
        value(async { 1 });
    });
}
