// A coroutine in a collection has another output.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: Vec<Task<u32>>) {
    for task in tasks {
        task.cancel();
    }
}

fn main() {
    cancel_all([async { "text" }]);
}
