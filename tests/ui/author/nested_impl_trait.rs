// The output of a task is hidden, in a factory.
use std::fmt::Display;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: impl Fn() -> Task<impl Display>) -> bool {
    factory().cancel()
}

fn main() {
    start(|| async { 1 });
}
