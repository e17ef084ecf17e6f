// same
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> usize {
        tokio::spawn(task).is_finished()
    }
}

impl Scheduler for () {}

fn main() {
    ().schedule(async { 1 });
}
