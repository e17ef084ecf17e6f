// same
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> usize;
}

impl Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> usize {
        tokio::spawn(task).is_finished()
    }
}

fn main() {
    ().schedule(async { 1 });
}
