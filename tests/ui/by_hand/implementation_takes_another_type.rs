// worse: it shows the generated bound in place of the two outputs
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

impl Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u16> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    ().schedule(async { 1 });
}
