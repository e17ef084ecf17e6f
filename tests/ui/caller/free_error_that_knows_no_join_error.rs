// A task in place has an error, which the author left open, that is not made of a `JoinError`.
use ensure_future::{accepts_awaitable, create_task};

#[accepts_awaitable]
async fn parsed<T, E>(#[awaitable] number: impl Future<Output = Result<T, E>>) -> Option<T> {
    number.await.ok()
}

fn main() {
    let _ = parsed(create_task(async { "1".parse::<u8>() }));
}
