// A handle is passed where nothing says what it gives.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel<T>(task: Task<T>) -> bool {
    task.cancel()
}

fn main() {
    cancel(tokio::spawn(async { 1 }));
}
