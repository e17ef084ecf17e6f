// The parameter has no type.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
fn cancel(task) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
