// An annotated `impl` is one of a type from another crate.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
impl Vec<u8> {
    fn fill(&mut self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {}
