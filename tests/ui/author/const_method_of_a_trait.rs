// A method of an annotated trait is `const`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    const fn schedule_task(&self, task: Task<u8>);
}

fn main() {}
