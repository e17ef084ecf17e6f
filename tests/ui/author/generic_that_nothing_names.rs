// An annotated `impl` has a generic parameter that its type does not name.
// An annotated `impl` of a trait has a generic parameter that neither the trait nor the type names.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl<T> Pool {
    fn add(&self, task: Task<T>) {
        task.cancel();
    }
}

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

fn main() {
    Pool.add(async { 1 });
}
