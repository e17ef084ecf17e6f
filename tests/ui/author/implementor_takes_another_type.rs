// An implementor declares another output.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

impl Scheduler for () {
    fn schedule_task(&self, task: Task<u16>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(async { 1 });
}
