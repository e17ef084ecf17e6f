// A parameter is declared as whatever can become a task.
use ensure_future::{Awaitable, Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel<Form>(task: impl Awaitable<Task<u8>, Form>) -> bool {
    task.ensure().cancel()
}

fn main() {
    cancel(async { 1 });
}
