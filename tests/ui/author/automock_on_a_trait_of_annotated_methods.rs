// `#[automock]` on a trait whose methods have the attribute, and not the trait.
use ensure_future::{Task, accepts_awaitable};
use mockall::automock;

#[automock]
trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) -> bool;
}

fn main() {}
