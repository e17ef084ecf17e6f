// An async closure keeps the reference that it is given.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn named(factory: impl Fn(&str) -> Task<usize>) -> bool {
    factory("name").cancel()
}

fn main() {
    named(async |name| name.len());
}
