// A factory is optional.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: Option<impl Fn() -> Task<u8>>) -> bool {
    factory.is_some_and(|factory| factory().cancel())
}

fn main() {
    start(Some(|| ensure_future::create_task(async { 1 })));
}
