// The task must be mutable.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn twice(task: Task<u8>) -> bool {
    (&mut task).await.is_ok() && task.await.is_ok()
}

fn main() {
    drop(twice(async { 1 }));
}
