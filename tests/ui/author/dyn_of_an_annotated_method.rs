// A trait with an annotated method is used as `dyn`.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

fn start(_: &dyn Scheduler) {}

fn main() {}
