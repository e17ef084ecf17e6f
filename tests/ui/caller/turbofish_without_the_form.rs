// A turbofish leaves out what is to be inferred.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    drop(value::<u32>(async { 1 }));
}
