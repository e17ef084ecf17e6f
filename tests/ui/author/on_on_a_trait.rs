// The option `on` names a field, which a trait's callers do not have.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt, on = self.handle)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

fn main() {}
