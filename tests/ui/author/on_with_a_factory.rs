// The option `on` is given for a factory.
use ensure_future::{Task, accepts_awaitable};
use tokio::runtime::Handle;

#[accepts_awaitable(on = handle)]
fn start(handle: &Handle, factory: impl Fn() -> Task<u8>) -> bool {
    factory().cancel()
}

fn main() {
    start(&Handle::current(), || {
        ensure_future::create_task(async { 1 })
    });
}
