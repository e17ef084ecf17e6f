// A factory is a function pointer.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: fn() -> Task<u8>) -> bool {
    factory().cancel()
}

fn main() {
    start(|| ensure_future::create_task(async { 1 }));
}
