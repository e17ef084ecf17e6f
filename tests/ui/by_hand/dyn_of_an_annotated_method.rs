// same
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

fn start(_: &dyn Scheduler) {}

fn main() {}
