// A coroutine in place borrows, and the author asks for `'static`.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()> + 'static) {
    future.await;
}

fn main() {
    let text = String::from("text");
    let _ = ended(async { assert_eq!(text, "text") });
}
