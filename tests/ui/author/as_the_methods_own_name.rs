// The method for callers is to have the name of the method itself.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule(&self, task: Task<u8>);
}

impl Scheduler for () {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(ensure_future::create_task(async { 1 }));
}
