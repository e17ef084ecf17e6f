// In an `impl` that has the attribute, a method has it under another name.
use ensure_future::{Task, accepts_awaitable, accepts_awaitable as coerces};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[coerces(boxed)]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
