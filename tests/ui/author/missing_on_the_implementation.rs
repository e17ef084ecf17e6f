// The trait declares the method with the attribute, and the `impl` lacks it.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

impl Scheduler for () {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(async { 1 });
}
