// same
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

struct Pool;

impl Schedular for Pool {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
