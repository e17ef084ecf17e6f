// A coroutine has another output.
// A method is given a coroutine with another output.
// A method of a trait is given a coroutine with another output.
// One coroutine of two has another output.
// A coroutine in a collection has another output.
use framework::{Scheduler, SchedulerExt};

mod framework {
    use ensure_future::{Task, accepts_awaitable};

    #[accepts_awaitable]
    pub fn cancel(task: Task<u32>) -> bool {
        task.cancel()
    }

    pub struct Pool(pub Vec<Task<u32>>);

    #[accepts_awaitable]
    impl Pool {
        pub fn add(&mut self, task: Task<u32>) {
            self.0.push(task);
        }
    }

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

    #[accepts_awaitable]
    pub fn cancel_both((first, second): (Task<u32>, Task<String>)) {
        first.cancel();
        second.cancel();
    }

    #[accepts_awaitable]
    pub fn cancel_all(tasks: Vec<Task<u32>>) {
        for task in tasks {
            task.cancel();
        }
    }
}

fn main() {
    framework::cancel(async { "text" });
    framework::Pool(Vec::new()).add(async { "text" });
    let scheduler: &dyn Scheduler = &();
    scheduler.schedule(async { "text" });
    framework::cancel_both((async { 1 }, async { "text" }));
    framework::cancel_all([async { "text" }]);
}
