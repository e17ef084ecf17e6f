// An iterator is passed where a stream is declared.
use ensure_future::{Task, accepts_awaitable};
use futures_core::Stream;

#[accepts_awaitable]
fn hint(tasks: impl Stream<Item = Task<u32>>) -> usize {
    tasks.size_hint().0
}

fn main() {
    hint([async { 1 }].into_iter());
}
