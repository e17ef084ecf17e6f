// The function takes no task.
// A method that takes no task has the attribute, beside one that takes one, in an `impl` that has it too.
// The only task is skipped.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn double(number: u8) -> u8 {
    number * 2
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable]
    fn double(&self, number: u8) -> u8 {
        number * 2
    }

    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

#[accepts_awaitable]
fn cancel(#[awaitable(skip)] task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    double(2);
    Pool.cancel(async { 1 });
    Pool.double(2);
    cancel(ensure_future::create_task(async { 1 }));
}
