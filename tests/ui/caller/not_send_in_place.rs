// A coroutine in place is not `Send`.
use ensure_future::accepts_awaitable;
use std::rc::Rc;

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()> + Send) {
    future.await;
}

fn main() {
    let shared = Rc::new(1);
    let _ = ended(async { assert_eq!(*shared, 1) });
}
