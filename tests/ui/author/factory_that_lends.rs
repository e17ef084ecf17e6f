// The author's factory lends its argument.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn named(factory: impl Fn(&str) -> Task<usize>) -> bool {
    factory("name").cancel()
}

fn main() {}
