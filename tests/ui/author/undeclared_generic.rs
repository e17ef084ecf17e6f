// A generic parameter is not declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value(task: Task<T>) {
    drop(task.await);
}

fn main() {
    drop(value(async { 1 }));
}
