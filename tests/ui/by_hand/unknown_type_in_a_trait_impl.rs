// same
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static, delay: std::time::Duration);
}

impl Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static, delay: Duration) {
        println!("{delay:?}");
        tokio::spawn(task).abort();
    }
}

fn main() {
    ().schedule(async { 1 }, std::time::Duration::ZERO);
}
