// The task's output is more private than the function.
#![deny(private_bounds, private_interfaces)]

use ensure_future::{Task, accepts_awaitable};

struct Done<'a>(&'a str);

pub struct Pool;

#[accepts_awaitable]
impl Pool {
    pub fn cancel(&self, task: Task<Done<'static>>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(async { Done("text") });
}
