// same
use framework::{Scheduler, SchedulerExt};

mod framework {
    use tokio::task::JoinHandle;

    pub fn cancel(task: impl Future<Output = u32> + Send + 'static) {
        tokio::spawn(task).abort();
    }

    pub struct Pool(pub Vec<JoinHandle<u32>>);

    impl Pool {
        pub fn add(&mut self, task: impl Future<Output = u32> + Send + 'static) {
            self.0.push(tokio::spawn(task));
        }
    }

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

    pub fn cancel_both(
        (first, second): (
            impl Future<Output = u32> + Send + 'static,
            impl Future<Output = String> + Send + 'static,
        ),
    ) {
        tokio::spawn(first).abort();
        tokio::spawn(second).abort();
    }

    pub fn cancel_all(tasks: impl IntoIterator<Item: Future<Output = u32> + Send + 'static>) {
        for task in tasks {
            tokio::spawn(task).abort();
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
