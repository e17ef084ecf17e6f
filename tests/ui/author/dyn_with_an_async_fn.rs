// A trait with an `async fn` is used as `dyn`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    async fn schedule_task(&self, task: Task<u8>);
}

fn start(_: &dyn Scheduler) {}

fn main() {}
