// same
use framework::{Scheduler, SchedulerExt};

mod framework {
    use tokio::task::JoinHandle;

    pub trait Scheduler {
        fn schedule_task(&self, task: JoinHandle<u32>);
    }

    pub trait SchedulerExt: Scheduler {
        fn schedule(&self, task: impl Future<Output = u32> + Send + 'static) {
            self.schedule_task(tokio::spawn(task));
        }
    }

    impl<S: Scheduler + ?Sized> SchedulerExt for S {}

    impl Scheduler for () {
        fn schedule_task(&self, task: JoinHandle<u32>) {
            task.abort();
        }
    }
}

fn main() {
    "text".schedule(async { 1 });
}
