// A collection is passed by reference.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: Vec<Task<u32>>) {
    for task in tasks {
        task.cancel();
    }
}

fn main() {
    let tasks = vec![ensure_future::create_task(async { 1 })];
    cancel_all(&tasks);
}
