// `#[automock]` stands below the attribute, on an `impl`.
use ensure_future::{Task, accepts_awaitable};
use mockall::automock;

pub struct Pool;

#[accepts_awaitable]
#[automock]
impl Pool {
    pub fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {}
