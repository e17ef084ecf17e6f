// A join handle in place could be awaited as a result of either of two types.
use ensure_future::accepts_awaitable;
use tokio::task::JoinError;

#[accepts_awaitable]
async fn joined<T>(#[awaitable(join)] value: impl Future<Output = Result<T, JoinError>>) {
    drop(value.await);
}

#[accepts_awaitable]
async fn parsed<T, E>(#[awaitable] value: impl Future<Output = Result<T, E>>) {
    drop(value.await);
}

fn main() {
    let _ = joined(tokio::spawn(async { 1 }));
    let _ = parsed(tokio::spawn(async { Ok::<_, JoinError>(1) }));
}
