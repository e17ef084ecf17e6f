// Two bounds say which tasks an iterator gives.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn last(
    tasks: impl DoubleEndedIterator<Item = Task<u8>> + ExactSizeIterator<Item = Task<u8>>,
) -> usize {
    tasks.rev().len()
}

fn main() {
    last(Vec::<Task<u8>>::new().into_iter());
}
