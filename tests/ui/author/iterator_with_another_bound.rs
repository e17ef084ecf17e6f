// The body needs a bound of the iterator that what it gets has not.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn twice(tasks: impl Iterator<Item = Task<u8>> + Copy) -> usize {
    tasks.count() + tasks.count()
}

fn main() {}
