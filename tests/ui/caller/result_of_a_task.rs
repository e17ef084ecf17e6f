// What is passed is a `Result` that was not looked into.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let started: Result<Task<u32>, String> = Err(String::from("not started"));
    cancel(started);
}
