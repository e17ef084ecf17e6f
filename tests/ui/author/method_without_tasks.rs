// A method that takes no task has the attribute, beside one that takes one, in an `impl` that has it too.
use ensure_future::{Task, accepts_awaitable};

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

fn main() {
    Pool.cancel(async { 1 });
    Pool.double(2);
}
