// A lifetime need not have a name.
#![deny(single_use_lifetimes)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel<'a>(task: Task<u8>, reason: &'a str) -> bool {
    task.cancel() && reason.is_empty()
}

fn main() {
    cancel(async { 1 }, "no reason");
}
