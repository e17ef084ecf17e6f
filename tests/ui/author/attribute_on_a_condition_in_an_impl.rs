// In an `impl` that has the attribute, a method has it on a condition.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[cfg_attr(debug_assertions, accepts_awaitable(boxed))]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
