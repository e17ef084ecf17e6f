// A shared task is declared.
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task};

#[accepts_awaitable]
fn cancel(task: Arc<Task<u8>>) -> bool {
    task.cancel()
}

fn main() {
    cancel(Arc::new(create_task(async { 1 })));
}
