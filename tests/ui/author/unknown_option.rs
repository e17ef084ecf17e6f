// There is no such option.
// A method inside an annotated `impl` is given an option that there is not.
// There is no such option, and it has a value.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(boxed_up)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(box)]
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

#[accepts_awaitable(runtime = handle)]
fn stop(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
    Pool.cancel(async { 1 });
    stop(async { 1 });
}
