// The function is exported by its name.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
#[unsafe(no_mangle)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }));
}
