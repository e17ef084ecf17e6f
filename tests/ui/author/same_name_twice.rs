// Two parameters have the same name.
// Two parameters have the same name, in a method that stands alone.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>, task: Task<u8>) -> bool {
    task.cancel()
}

struct Pool;

impl Pool {
    #[accepts_awaitable]
    fn cancel(&self, task: Task<u8>, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {}
