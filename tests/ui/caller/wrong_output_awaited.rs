// The output is another one, and an `async fn` is awaited, which rustc then says three times.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value(task: Task<u32>) -> Option<u32> {
    task.await.ok()
}

fn main() {
    drop(async { value(async { "text" }).await });
}
