// A method inside an annotated `impl` is given an option that there is not.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(box)]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
