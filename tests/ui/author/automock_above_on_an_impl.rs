// `#[automock]` stands above the attribute, on an `impl`.
use ensure_future::{Task, accepts_awaitable};
use mockall::automock;

pub struct Pool;

#[automock]
#[accepts_awaitable]
impl Pool {
    pub fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {}
