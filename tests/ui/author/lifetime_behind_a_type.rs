// A lifetime is declared behind a type.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel<T, 'a>(task: Task<T>, reason: &'a str) -> &'a str {
    task.cancel();
    reason
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }), "done");
}
