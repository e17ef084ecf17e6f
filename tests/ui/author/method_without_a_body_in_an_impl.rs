// A method of an `impl` has no body yet.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn add(&self, task: Task<u8>);

    fn len(&self) -> usize {
        0
    }
}

fn main() {
    Pool.add(async { 1 });
    Pool.len();
}
