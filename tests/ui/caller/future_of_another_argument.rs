// What waits for a task is sent, together with another argument that can't be.
use std::rc::Rc;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>, shared: Rc<T>) -> Option<T> {
    drop(shared);
    task.await.ok()
}

fn background(_: impl Future + Send) {}

fn main() {
    background(value(async { 1 }, Rc::new(1)));
}
