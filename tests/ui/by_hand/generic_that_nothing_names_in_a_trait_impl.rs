// same
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

impl<T> Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
