// An iterator is boxed.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count(tasks: Box<dyn Iterator<Item = Task<u8>>>) -> usize {
    tasks.count()
}

fn main() {
    count(Box::new(std::iter::empty()));
}
