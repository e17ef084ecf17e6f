// An annotated `impl` of a trait has a generic parameter that neither the trait nor the type names.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

#[accepts_awaitable]
impl<T> Scheduler for () {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {}
