// The lifetime of the task's output is not declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<&'a str>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { "text" });
}
