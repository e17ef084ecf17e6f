// There is no such option, and it has a value.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(runtime = handle)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
