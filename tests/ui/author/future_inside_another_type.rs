// A future in place is optional.
// It is behind a reference.
// It is behind a reference, and a generic parameter.
// Two of them are in a tuple.
// It is boxed, so its type is no `impl Future`.
use ensure_future::accepts_awaitable;
use std::pin::Pin;

#[accepts_awaitable]
pub async fn optional(#[awaitable] future: Option<impl Future<Output = ()>>) {
    drop(future);
}

#[accepts_awaitable]
pub async fn lent(#[awaitable] future: &mut (impl Future<Output = ()> + Unpin)) {
    future.await;
}

#[accepts_awaitable]
pub async fn lent_generic<F: Future + Unpin>(#[awaitable] future: &mut F) {
    future.await;
}

#[accepts_awaitable]
pub async fn both(#[awaitable] futures: (impl Future<Output = ()>, impl Future<Output = ()>)) {
    futures.0.await;
}

#[accepts_awaitable]
pub async fn boxed(#[awaitable] future: Pin<Box<dyn Future<Output = ()> + Send>>) {
    future.await;
}

async fn call() {
    boxed(Box::pin(async {})).await;
}

fn main() {
    drop(call());
}
