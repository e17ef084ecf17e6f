// same
struct Pool;

impl<T: Send + 'static> Pool {
    fn add(&self, task: impl Future<Output = T> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

impl<T> Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    Pool.add(async { 1 });
}
