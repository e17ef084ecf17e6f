// A trait has another for its callers, and an implementor has the attribute all the same.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

#[accepts_awaitable]
impl Scheduler for () {
    fn schedule_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(async { 1 });
}
