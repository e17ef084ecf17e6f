// A type in the body of a method is wrong, in an annotated `impl` of a trait.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) -> usize;
}

#[accepts_awaitable]
impl Scheduler for () {
    fn schedule(&self, task: Task<u8>) -> usize {
        task.cancel()
    }
}

fn main() {
    ().schedule(async { 1 });
}
