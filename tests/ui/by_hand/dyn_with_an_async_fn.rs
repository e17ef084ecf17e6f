// same
use tokio::task::JoinHandle;

trait Scheduler {
    async fn schedule_task(&self, task: JoinHandle<u8>);
}

fn start(_: &dyn Scheduler) {}

fn main() {}
