// The result of an `async fn` is used as if it had been awaited.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    if value(async { 1 }).is_some() {
        println!("it has a value");
    }
}
