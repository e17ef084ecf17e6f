// `as` is not followed by a name.
// The name is a path into another module.
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

#[accepts_awaitable(as = ext::QueueExt)]
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
    Scheduler::schedule_task(&(), ensure_future::create_task(async { 1 }));
    Queue::push_task(&(), ensure_future::create_task(async { 1 }));
}
