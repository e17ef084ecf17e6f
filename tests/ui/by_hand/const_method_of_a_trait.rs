// same
trait Scheduler {
    const fn schedule_task(&self, task: impl Future<Output = u8> + Send + 'static);
}

fn main() {}
