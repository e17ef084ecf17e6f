// `#[async_recursion]` stands below the attribute, on a method whose `impl` does not have the attribute.
use async_recursion::async_recursion;
use ensure_future::{Task, accepts_awaitable};

struct Pool;

impl Pool {
    #[accepts_awaitable]
    #[async_recursion]
    async fn value(&self, task: Task<u8>, depth: u8) -> Option<u8> {
        match depth {
            0 => task.await.ok(),
            _ => self.value(task, depth - 1).await,
        }
    }
}

fn main() {}
