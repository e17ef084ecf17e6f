// A marked factory gives no tasks.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
fn start(#[awaitable] factory: impl Fn() -> u8) -> u8 {
    factory()
}

fn main() {
    start(|| 1);
}
