// The option `on` uses a parameter that is itself coerced.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(on = task.handle())]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
