// There are three awaitables where two are declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn both((first, second): (Task<u32>, Task<u32>)) -> bool {
    first.cancel() && second.cancel()
}

fn main() {
    both((async { 1 }, async { 2 }, async { 3 }));
}
