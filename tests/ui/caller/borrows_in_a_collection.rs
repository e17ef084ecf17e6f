// A coroutine in a collection borrows a local variable.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: Vec<Task<u32>>) {
    for task in tasks {
        task.cancel();
    }
}

fn main() {
    let text = String::from("text");
    cancel_all([async { text.len() as u32 }]);
}
