// A coroutine awaits while it holds a lock.
use std::sync::Mutex;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

static COUNTER: Mutex<u32> = Mutex::new(0);

async fn counted() -> u32 {
    let counter = COUNTER.lock().unwrap();
    std::future::ready(()).await;
    *counter
}

fn main() {
    cancel(counted());
}
