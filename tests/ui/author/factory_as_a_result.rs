// The result has the type of the factory.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn tried<F: Fn() -> Task<u8>>(factory: F) -> F {
    factory().cancel();
    factory
}

fn main() {
    tried(|| ensure_future::create_task(async { 1 }));
}
