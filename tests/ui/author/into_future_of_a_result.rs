// An `IntoFuture` has an output that a task could give in two ways.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub async fn parsed(#[awaitable] number: impl IntoFuture<Output = Result<u8, std::io::Error>>) -> u8 {
    number.await.unwrap_or(0)
}

fn main() {}
