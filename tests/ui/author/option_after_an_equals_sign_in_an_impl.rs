// The options of a method inside an annotated `impl` stand after an equals sign.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable = "boxed"]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
