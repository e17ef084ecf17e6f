// A factory is an async closure whose result is a task.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn start(factory: impl AsyncFn() -> Task<u8>) -> bool {
    factory().await.cancel()
}

fn main() {
    drop(start(async || ensure_future::create_task(async { 1 })));
}
