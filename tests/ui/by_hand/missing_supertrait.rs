// same
use std::fmt::Debug;

struct Pool;

trait Scheduler: Debug {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

impl Scheduler for Pool {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
