// A turbofish says another type than the coroutine gives.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    let _ = value::<String, _>(async { 1 });
}
