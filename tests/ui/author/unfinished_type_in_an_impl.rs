// The type is not written yet, in an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn stop(&self, task: Task<u8>) -> bool {
        task.cancel()
    }

    fn cancel(&self, task: ) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.stop(async { 1 });
}
