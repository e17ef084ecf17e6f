// The attribute is given twice.
// A method inside an annotated `impl` has the attribute twice.
// A parameter is marked twice.
// The option `boxed` is given twice.
// An option is given twice.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
#[ensure_future::accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(boxed)]
    #[accepts_awaitable]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

#[accepts_awaitable]
fn cancel_marked(#[awaitable] #[awaitable(skip)] task: Task<u8>) -> bool {
    task.cancel()
}

#[accepts_awaitable(boxed, boxed)]
fn cancel_boxed(task: Task<u8>) -> bool {
    task.cancel()
}

#[accepts_awaitable(crate = ensure_future, crate = ensure_future)]
fn cancel_by_path(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
    Pool.cancel(async { 1 });
    cancel_marked(ensure_future::create_task(async { 1 }));
    cancel_boxed(async { 1 });
    cancel_by_path(async { 1 });
}
