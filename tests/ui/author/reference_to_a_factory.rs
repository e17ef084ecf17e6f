// A factory is taken by reference.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: &dyn Fn() -> Task<u8>) -> bool {
    factory().cancel()
}

fn main() {
    start(&|| ensure_future::create_task(async { 1 }));
}
