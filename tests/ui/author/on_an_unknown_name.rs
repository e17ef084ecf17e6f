// The option `on` uses a name that there is not.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(on = runtime)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
