// The trait for callers has no name.
// Neither the trait for callers nor its method has a name.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}

impl Scheduler for () {
    fn schedule_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

#[accepts_awaitable]
trait Queue {
    fn push_task(&self, task: Task<u8>);
}

impl Queue for () {
    fn push_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    Scheduler::schedule_task(&(), ensure_future::create_task(async { 1 }));
    Queue::push_task(&(), ensure_future::create_task(async { 1 }));
}
