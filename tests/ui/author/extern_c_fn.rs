// A function for C has the attribute.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
extern "C" fn cancel(#[awaitable] task: Box<Task<u8>>) -> bool {
    task.cancel()
}

fn main() {
    cancel(Box::new(ensure_future::create_task(async { 1 })));
}
