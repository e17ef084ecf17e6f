// A shared task is passed where its end, or its error, is awaited in place.
use ensure_future::{accepts_awaitable, create_task};
use tokio::task::JoinError;

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()>) {
    future.await;
}

#[accepts_awaitable]
async fn joined(#[awaitable(join)] number: impl Future<Output = Result<u8, JoinError>>) -> u8 {
    number.await.unwrap_or(0)
}

fn main() {
    let _ = ended(create_task(async {}).shared());
    let _ = joined(create_task(async { 1 }).shared());
}
