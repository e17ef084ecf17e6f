// A type in the body of a method is wrong, in an annotated trait.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>) -> usize {
        task.cancel()
    }
}

impl Scheduler for () {}

fn main() {
    ().schedule(async { 1 });
}
