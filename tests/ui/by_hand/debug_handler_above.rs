// worse: its first error names a function that axum generates
use axum::debug_handler;

#[debug_handler]
async fn handler(task: impl Future<Output = u8> + Send + 'static) -> String {
    tokio::spawn(task).await.unwrap().to_string()
}

fn main() {}
