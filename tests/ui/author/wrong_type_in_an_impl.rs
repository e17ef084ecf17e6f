// A type in the body of a method is wrong, in an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool {
    last: Option<Task<u8>>,
}

#[accepts_awaitable]
impl Pool {
    fn add(&mut self, task: Task<u8>) {
        self.last = task;
    }
}

fn main() {
    Pool { last: None }.add(async { 1 });
}
