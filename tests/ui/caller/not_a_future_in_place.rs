// Something in place is no future.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
async fn open(#[awaitable] future: impl Future) {
    future.await;
}

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()>) {
    future.await;
}

async fn nothing() {}

fn main() {
    let _ = open(1);
    let _ = ended(1);
    let _ = ended(nothing);
}
