// A coroutine in place has another output.
use ensure_future::accepts_awaitable;
use tokio::task::JoinError;

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()>) {
    future.await;
}

#[accepts_awaitable]
async fn parsed(#[awaitable] number: impl Future<Output = std::io::Result<u8>>) -> u8 {
    number.await.unwrap_or(0)
}

#[accepts_awaitable]
async fn joined(#[awaitable(join)] number: impl Future<Output = Result<u8, JoinError>>) -> u8 {
    number.await.unwrap_or(0)
}

fn main() {
    let _ = ended(async { 1 });
    let _ = parsed(async { 1 });
    let _ = joined(async { "1" });
}
