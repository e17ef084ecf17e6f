// What is passed is an array.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    cancel([async { 1 }]);
}
