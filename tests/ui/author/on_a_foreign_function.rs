// The attribute stands on a function that is written in another language.
use ensure_future::{Task, accepts_awaitable};

unsafe extern "C" {
    #[accepts_awaitable]
    fn cancel(#[awaitable] task: Box<Task<u8>>);
}

fn main() {
    unsafe { cancel(Box::new(ensure_future::create_task(async { 1 }))) };
}
