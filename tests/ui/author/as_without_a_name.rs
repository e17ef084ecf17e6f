// `as` is not followed by a name.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

impl Scheduler for () {
    fn schedule_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    ().schedule_task(ensure_future::create_task(async { 1 }));
}
