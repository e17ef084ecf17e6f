// There are three awaitables where an array of two is declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn both([first, second]: [Task<u32>; 2]) -> bool {
    first.cancel() && second.cancel()
}

fn main() {
    both([1, 2, 3].map(|number| async move { number }));
}
