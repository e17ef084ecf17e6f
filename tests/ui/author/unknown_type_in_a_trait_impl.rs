// The type of another parameter is not imported.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>, delay: std::time::Duration);
}

#[accepts_awaitable]
impl Scheduler for () {
    fn schedule(&self, task: Task<u8>, delay: Duration) {
        println!("{delay:?}");
        task.cancel();
    }
}

fn main() {
    ().schedule(async { 1 }, std::time::Duration::ZERO);
}
