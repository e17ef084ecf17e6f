// The body spawns what borrows from a parameter.
use ensure_future::{Task, accepts_awaitable, create_task};

#[accepts_awaitable]
fn log(task: Task<u8>, reason: &str) -> Task<usize> {
    create_task(async move { task.await.map_or(0, |_| reason.len()) })
}

fn main() {
    log(async { 1 }, "no reason");
}
