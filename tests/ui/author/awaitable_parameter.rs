// A parameter is declared as whatever can become a task.
// In an `impl` that has the attribute, a method has it under another name.
// In an `impl` that has the attribute, a method has it on a condition.
use ensure_future::{Awaitable, Task, accepts_awaitable, accepts_awaitable as coerces};

#[accepts_awaitable]
fn cancel<Form>(task: impl Awaitable<Task<u8>, Form>) -> bool {
    task.ensure().cancel()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[coerces(boxed)]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }

    #[cfg_attr(debug_assertions, accepts_awaitable(boxed))]
    fn stop(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    cancel(async { 1 });
    Pool.cancel(async { 1 });
    Pool.stop(async { 1 });
}
