// A method is called of what a handle gives, which may be two things.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

fn main() {
    drop(async {
        let value = value(tokio::spawn(async { 1_u32 })).await;
        value.unwrap().count_ones()
    });
}
