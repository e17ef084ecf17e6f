// A coroutine in place is not `Unpin`.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
async fn ended(#[awaitable] mut future: impl Future<Output = ()> + Unpin) {
    (&mut future).await;
}

fn main() {
    let _ = ended(async {});
}
