// A function is refused that is called with a coroutine elsewhere.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
#[unsafe(no_mangle)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
