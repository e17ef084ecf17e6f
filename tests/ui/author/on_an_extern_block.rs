// The attribute stands on a block of foreign functions.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
unsafe extern "C" {
    fn cancel(task: Box<Task<u8>>);
}

fn main() {
    unsafe { cancel(Box::new(ensure_future::create_task(async { 1 }))) };
}
