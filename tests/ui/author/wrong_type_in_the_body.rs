// A type in the body of a function is wrong.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    let reason: String = "no reason";
    task.cancel() && reason.is_empty()
}

fn main() {
    cancel(async { 1 });
}
