// The output is not `Send`.
use std::rc::Rc;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    let _ = value(async { Rc::new(1) });
}
