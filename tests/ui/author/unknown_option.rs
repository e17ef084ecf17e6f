// There is no such option.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(boxed_up)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
