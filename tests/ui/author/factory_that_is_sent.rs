// The body needs a factory to be `Send` that need not be.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn elsewhere(factory: impl FnOnce() -> Task<u8>) {
    in_a_thread(move || drop(factory()));
}

fn in_a_thread(_: impl FnOnce() + Send) {}

fn main() {
    elsewhere(|| async { 1 });
}
