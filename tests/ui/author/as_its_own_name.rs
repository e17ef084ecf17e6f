// The method for callers is to have the name of the method itself.
// The trait for callers is to have the name of the trait itself.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule(&self, task: Task<u8>);
}

impl Scheduler for () {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

#[accepts_awaitable(as = Queue)]
trait Queue {
    #[accepts_awaitable(as = push)]
    fn push_task(&self, task: Task<u8>);
}

impl Queue for () {
    fn push_task(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    Scheduler::schedule(&(), ensure_future::create_task(async { 1 }));
    Queue::push_task(&(), ensure_future::create_task(async { 1 }));
}
