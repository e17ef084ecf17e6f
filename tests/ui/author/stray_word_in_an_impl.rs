// A word stands between the methods of an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn add(&self, task: Task<u8>) {
        task.cancel();
    }

    unfinished

    fn close(&self) {}
}

fn main() {
    Pool.add(async { 1 });
}
