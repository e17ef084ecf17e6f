// The body holds two references of which one is mutable.
use ensure_future::{Task, accepts_awaitable};

struct Pool(Vec<Task<u8>>);

#[accepts_awaitable]
impl Pool {
    fn add(&mut self, task: Task<u8>) -> bool {
        let first = &self.0[0];
        self.0.push(task);
        first.cancel()
    }
}

fn main() {
    Pool(Vec::new()).add(async { 1 });
}
