// A factory is boxed.
// An iterator is boxed.
// A shared task is declared.
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: Box<dyn Fn() -> Task<u8>>) -> bool {
    factory().cancel()
}

#[accepts_awaitable]
fn count(tasks: Box<dyn Iterator<Item = Task<u8>>>) -> usize {
    tasks.count()
}

#[accepts_awaitable]
fn cancel(task: Arc<Task<u8>>) -> bool {
    task.cancel()
}

fn main() {
    start(Box::new(|| ensure_future::create_task(async { 1 })));
    count(Box::new(std::iter::empty()));
    cancel(Arc::new(ensure_future::create_task(async { 1 })));
}
