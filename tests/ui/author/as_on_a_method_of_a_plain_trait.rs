// A method is given a name for callers, but the trait lacks the attribute.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

impl Scheduler for () {
    #[accepts_awaitable]
    fn schedule_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule_task(async { 1 });
}
