// The type of the task's output is not imported.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn first(task: Task<HashMap<u8, u8>>) -> bool {
    task.cancel()
}

fn main() {
    first(async { std::collections::HashMap::new() });
}
