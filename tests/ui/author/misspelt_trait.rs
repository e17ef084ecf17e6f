// The name of the implemented trait is misspelt.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>);
}

struct Pool;

#[accepts_awaitable]
impl Schedular for Pool {
    fn schedule(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {}
