// An `async fn` is passed without a call.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

async fn one() -> u32 {
    1
}

fn main() {
    cancel(one);
}
