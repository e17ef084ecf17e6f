// Two methods are to have the same name for callers.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_one(&self, task: Task<u8>);

    #[accepts_awaitable(as = schedule)]
    fn schedule_all(&self, tasks: Vec<Task<u8>>);
}

fn main() {}
