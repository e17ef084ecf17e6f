// An implementor implements the trait for callers.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

struct Pool;

impl SchedulerExt for Pool {}

fn main() {}
