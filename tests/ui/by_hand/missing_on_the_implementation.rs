// same
use tokio::task::JoinHandle;

trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

impl Scheduler for () {
    fn schedule(&self, task: JoinHandle<u8>) {
        task.abort();
    }
}

fn main() {
    ().schedule(async { 1 });
}
