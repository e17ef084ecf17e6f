// `#[automock]` stands above the attribute.
use ensure_future::{Task, accepts_awaitable};
use mockall::automock;

#[automock]
#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>) -> bool;
}

fn main() {}
