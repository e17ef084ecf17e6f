// A factory is an async closure whose result is a task.
// A callback is given tasks.
// A factory is a function pointer.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn start_later(factory: impl AsyncFn() -> Task<u8>) -> bool {
    factory().await.cancel()
}

#[accepts_awaitable]
fn on_each(callback: impl Fn(Task<u8>)) {
    callback(ensure_future::create_task(async { 1 }));
}

#[accepts_awaitable]
fn start(factory: fn() -> Task<u8>) -> bool {
    factory().cancel()
}

fn main() {
    drop(start_later(async || ensure_future::create_task(async { 1 })));
    on_each(|task| drop(task));
    start(|| ensure_future::create_task(async { 1 }));
}
