// A collection is passed where a single task is declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    cancel(vec![async { 1 }]);
}
