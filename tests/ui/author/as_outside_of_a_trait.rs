// A function that is in no trait is given a name for callers.
// A method is given a name for callers, but the trait lacks the attribute.
// A method of an `impl` is given a name for callers.
// An `impl` is given a name for callers.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = cancel)]
fn cancel_task(task: Task<u8>) -> bool {
    task.cancel()
}

trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

impl Scheduler for () {
    #[accepts_awaitable]
    fn schedule_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(as = cancel)]
    fn cancel_task(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

#[accepts_awaitable(as = PoolExt)]
impl Pool {
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    cancel_task(async { 1 });
    ().schedule_task(async { 1 });
    Pool.cancel_task(async { 1 });
    Pool.cancel(async { 1 });
}
