// What waits for a thread's own coroutine is sent to another thread.
use std::future::ready;
use std::rc::Rc;

use ensure_future::{LocalTask, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: LocalTask<T>) -> Option<T> {
    task.await.ok()
}

fn background(_: impl Future + Send) {}

fn main() {
    background(value(async {
        let shared = Rc::new(1);
        ready(()).await;
        *shared
    }));
}
