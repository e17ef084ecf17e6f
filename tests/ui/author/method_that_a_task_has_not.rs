// The body calls what `JoinHandle` has and `Task` has under another name.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn stop(&self, task: Task<u8>) {
        task.abort();
    }
}

fn main() {
    Pool.stop(async { 1 });
}
