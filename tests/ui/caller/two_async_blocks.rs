// A `Vec` holds two coroutines, each with a type of its own.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: Vec<Task<u32>>) {
    for task in tasks {
        task.cancel();
    }
}

fn main() {
    cancel_all(vec![async { 1 }, async { 2 }]);
}
