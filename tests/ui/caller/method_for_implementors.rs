// The method for implementors is called with a coroutine.
use framework::{Scheduler, SchedulerExt};

mod framework {
    use ensure_future::{Task, accepts_awaitable};

    #[accepts_awaitable(as = SchedulerExt)]
    pub trait Scheduler {
        #[accepts_awaitable(as = schedule)]
        fn schedule_task(&self, task: Task<u32>);
    }

    impl Scheduler for () {
        fn schedule_task(&self, task: Task<u32>) {
            task.cancel();
        }
    }
}

fn main() {
    ().schedule_task(async { 1 });
}
