// The trait declares the method with a plain task.
// An annotated `impl` has a method that the trait declares with a plain task.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    fn schedule(&self, task: Task<u8>);
}

impl Scheduler for () {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

struct Pool;

#[accepts_awaitable]
impl Scheduler for Pool {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(ensure_future::create_task(async { 1 }));
    Pool.schedule(ensure_future::create_task(async { 1 }));
}
