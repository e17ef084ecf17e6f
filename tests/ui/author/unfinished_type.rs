// The type is not written yet.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
fn cancel(task: ) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
