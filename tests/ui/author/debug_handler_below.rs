// A handler takes a task, and `#[debug_handler]` stands below the attribute.
use axum::debug_handler;
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
#[debug_handler]
async fn handler(task: Task<u8>) -> String {
    task.await.unwrap().to_string()
}

fn main() {}
