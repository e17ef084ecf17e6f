// Two factories are declared with one generic parameter.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn either<F: Fn() -> Task<u8>>(first: F, second: F) -> bool {
    first().cancel() || second().cancel()
}

fn main() {
    let factory = || ensure_future::create_task(async { 1 });
    either(factory, factory);
}
