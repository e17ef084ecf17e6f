// An annotated `impl` has a generic parameter that its type does not name.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl<T> Pool {
    fn add(&self, task: Task<T>) {
        task.cancel();
    }
}

fn main() {
    Pool.add(async { 1 });
}
