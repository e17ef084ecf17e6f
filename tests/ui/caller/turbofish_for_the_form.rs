// A turbofish gives the output to a function that has no generic parameter.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    cancel::<u32>(async { 1 });
}
