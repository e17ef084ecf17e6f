// `join` is on something that is no future, and on a future without a named output.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub fn double(#[awaitable(join)] number: u8) -> u8 {
    number * 2
}

#[accepts_awaitable]
pub async fn ended(#[awaitable(join)] future: impl Future) {
    future.await;
}

fn main() {}
