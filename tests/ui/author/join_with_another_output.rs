// `join` is on a future whose output is no `Result<T, JoinError>`.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub async fn double(#[awaitable(join)] number: impl Future<Output = u8>) -> u8 {
    number.await * 2
}

#[accepts_awaitable]
pub async fn doubled(#[awaitable(join)] number: impl Future<Output = std::io::Result<u8>>) -> u8 {
    number.await.map_or(0, |number| number * 2)
}

fn main() {}
