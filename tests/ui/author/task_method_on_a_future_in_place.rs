// The body uses a method of a task on a future in place.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub async fn stop(#[awaitable] future: impl Future<Output = ()>) {
    future.cancel();
}

fn main() {}
