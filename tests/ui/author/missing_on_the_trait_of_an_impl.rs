// An annotated `impl` has a method that the trait declares with a plain task.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    fn schedule(&self, task: Task<u8>);
}

#[accepts_awaitable]
impl Scheduler for () {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(ensure_future::create_task(async { 1 }));
}
