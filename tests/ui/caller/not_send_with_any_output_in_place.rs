// A coroutine in place, whose output is for its caller to choose, is not `Send`.
use ensure_future::accepts_awaitable;
use std::rc::Rc;

#[accepts_awaitable]
async fn open(#[awaitable] future: impl Future + Send) {
    future.await;
}

fn main() {
    let shared = Rc::new(1);
    let _ = open(async { assert_eq!(*shared, 1) });
}
