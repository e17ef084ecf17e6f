// The output is a reference to a local variable.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    let text = String::from("text");
    drop(value(async { text.as_str() }));
}
