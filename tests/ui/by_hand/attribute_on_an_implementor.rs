// same
use tokio::task::JoinHandle;

trait Scheduler {
    fn schedule_task(&self, task: JoinHandle<u8>);
}

trait SchedulerExt: Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        self.schedule_task(tokio::spawn(task));
    }
}

impl<S: Scheduler + ?Sized> SchedulerExt for S {}

impl Scheduler for () {
    fn schedule_task(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    ().schedule(async { 1 });
}
