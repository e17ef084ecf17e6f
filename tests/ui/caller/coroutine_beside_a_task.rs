// A `Vec` holds a coroutine and a task.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: Vec<Task<u32>>) {
    for task in tasks {
        task.cancel();
    }
}

fn main() {
    cancel_all(vec![ensure_future::create_task(async { 1 }), async { 2 }]);
}
