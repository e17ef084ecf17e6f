// One coroutine of two has another output.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_both((first, second): (Task<u32>, Task<String>)) {
    first.cancel();
    second.cancel();
}

fn main() {
    cancel_both((async { 1 }, async { "text" }));
}
