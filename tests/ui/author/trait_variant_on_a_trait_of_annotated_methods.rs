// `#[trait_variant::make(Send)]` on a trait whose methods have the attribute: a caller's argument may not be `Send`.
use ensure_future::{Task, accepts_awaitable};

#[trait_variant::make(Send)]
trait Scheduler {
    #[accepts_awaitable]
    async fn schedule(&self, task: Task<u8>) -> u8;
}

struct Pool;

#[accepts_awaitable]
impl Scheduler for Pool {
    async fn schedule(&self, task: Task<u8>) -> u8 {
        task.await.unwrap()
    }
}

fn main() {}
