// A lifetime is not declared.
// A method's lifetime is not declared, in an annotated `impl`.
// The lifetime of the task's output is not declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>, reason: &'a str) -> bool {
    task.cancel() && reason.is_empty()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, task: Task<u8>, reason: &'a str) -> bool {
        task.cancel() && reason.is_empty()
    }
}

#[accepts_awaitable]
fn cancel_reading(task: Task<&'a str>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 }, "no reason");
    Pool.cancel(async { 1 }, "no reason");
    cancel_reading(async { "text" });
}
