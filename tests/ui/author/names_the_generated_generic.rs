// The body names a type as generated code does.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    let _: Option<__TaskForm> = None;
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
