// A method of a trait is to be compiled for a certain processor.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

#[accepts_awaitable]
impl Scheduler for () {
    #[target_feature(enable = "avx2")]
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {}
