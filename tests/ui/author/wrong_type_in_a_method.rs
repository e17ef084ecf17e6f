// A type in the body of a method is wrong.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

impl Pool {
    #[accepts_awaitable]
    fn cancel(&self, task: Task<u8>) -> bool {
        let reason: String = "no reason";
        task.cancel() && reason.is_empty()
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
