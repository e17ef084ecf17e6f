// A factory that changes what it holds is not declared as mutable.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn twice(factory: impl FnMut() -> Task<u8>) -> bool {
    factory().cancel() && factory().cancel()
}

fn main() {
    twice(|| async { 1 });
}
