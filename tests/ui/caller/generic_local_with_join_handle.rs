// A handle is passed where nothing says what it gives, for a `LocalTask`.
use ensure_future::{LocalTask, accepts_awaitable};

#[accepts_awaitable]
fn cancel<T>(task: LocalTask<T>) -> bool {
    task.cancel()
}

fn main() {
    cancel(tokio::task::spawn_local(async { 1 }));
}
