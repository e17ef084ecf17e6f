// same
use tokio::task::JoinHandle;

trait Scheduler {
    fn schedule(&self, task: JoinHandle<u8>);
}

impl Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

struct Pool;

impl Scheduler for Pool {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    ().schedule(tokio::spawn(async { 1 }));
    Pool.schedule(tokio::spawn(async { 1 }));
}
