// The only method of an annotated `impl` that takes a task is for C.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    extern "C" fn add(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    Pool.add(ensure_future::create_task(async { 1 }));
}
