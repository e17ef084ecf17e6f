// A `const fn` has the attribute.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
const fn forget(#[awaitable] task: Task<u8>) {
    std::mem::forget(task);
}

fn main() {
    forget(ensure_future::create_task(async { 1 }));
}
