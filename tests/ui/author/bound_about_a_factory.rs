// Another bound is about the factory's type.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn check<F, G>(factory: F, check: G) -> bool
where
    F: Fn() -> Task<u8>,
    G: Fn(&F) -> bool,
{
    check(&factory) && factory().cancel()
}

fn main() {
    check(|| ensure_future::create_task(async { 1 }), |_| true);
}
