// The body needs a bound of the iterator that what it gets may not have.
use ensure_future::{Task, accepts_awaitable};

trait Named {
    fn name(&self) -> &str;
}

#[accepts_awaitable]
fn name(tasks: impl Iterator<Item = Task<u8>> + Named) -> String {
    tasks.name().to_owned()
}

fn main() {}
