// An annotated `impl` declares another output than the annotated method of the trait.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

#[accepts_awaitable]
impl Scheduler for () {
    fn schedule(&self, task: Task<u16>) {
        task.cancel();
    }
}

fn main() {
    ().schedule(async { 1 });
}
