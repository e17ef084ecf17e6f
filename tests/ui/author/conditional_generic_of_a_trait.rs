// A trait that is extended has a generic parameter on a condition.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler<#[cfg(debug_assertions)] Label, Job> {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<Job>) -> bool;
}

fn main() {}
