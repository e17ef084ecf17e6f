// A task in place has an error that is not made of a `JoinError`.
use ensure_future::{accepts_awaitable, create_task};

struct Failure;

#[accepts_awaitable]
async fn parsed(#[awaitable] number: impl Future<Output = Result<u8, Failure>>) -> u8 {
    number.await.unwrap_or(0)
}

fn main() {
    let _ = parsed(create_task(async { Ok::<_, Failure>(1) }));
    let _ = parsed(tokio::spawn(async { Ok::<_, Failure>(1) }));
    let _ = parsed(create_task(async { Ok::<_, Failure>(1) }).shared());
}
