// A second parameter has the type of a future in place.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub async fn both<F: Future>(#[awaitable] first: F, second: F) {
    first.await;
    second.await;
}

#[accepts_awaitable]
pub async fn both_of_a_result<F, T>(#[awaitable] first: F, second: Vec<F>) -> usize
where
    F: Future<Output = Result<T, std::io::Error>>,
{
    first.await.map_or(0, |_| second.len())
}

fn main() {}
