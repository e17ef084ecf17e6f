// A method's lifetime is not declared, in an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, task: Task<u8>, reason: &'a str) -> bool {
        task.cancel() && reason.is_empty()
    }
}

fn main() {
    Pool.cancel(async { 1 }, "no reason");
}
