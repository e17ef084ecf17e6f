// A boxed future is marked, which is a type and no `impl Future`.
use ensure_future::accepts_awaitable;
use std::pin::Pin;

#[accepts_awaitable]
pub async fn ended(#[awaitable] future: Pin<Box<dyn Future<Output = ()> + Send>>) {
    future.await;
}

async fn call() {
    ended(Box::pin(async {})).await;
}

fn main() {
    drop(call());
}
