// A coroutine in a collection is not `Send`.
use std::rc::Rc;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: Vec<Task<u32>>) {
    for task in tasks {
        task.cancel();
    }
}

fn main() {
    let shared = Rc::new(1);
    cancel_all([async move { *shared }]);
}
