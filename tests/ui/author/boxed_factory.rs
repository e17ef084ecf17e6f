// A factory is boxed.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: Box<dyn Fn() -> Task<u8>>) -> bool {
    factory().cancel()
}

fn main() {
    start(Box::new(|| ensure_future::create_task(async { 1 })));
}
