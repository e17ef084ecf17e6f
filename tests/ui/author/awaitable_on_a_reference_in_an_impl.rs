// A reference to a task is marked, inside an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn is_finished(&self, #[awaitable] task: &Task<u8>) -> bool {
        task.is_finished()
    }
}

fn main() {
    Pool.is_finished(&ensure_future::create_task(async { 1 }));
}
