// A function for C has the attribute.
// The only method of an annotated `impl` that takes a task is for C.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
extern "C" fn cancel(#[awaitable] task: Box<Task<u8>>) -> bool {
    task.cancel()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    extern "C" fn add(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {
    cancel(Box::new(ensure_future::create_task(async { 1 })));
    Pool.add(ensure_future::create_task(async { 1 }));
}
