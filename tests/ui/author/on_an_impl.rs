use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn cancel(&self, #[awaitable] task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool.cancel(ensure_future::create_task(async { 1 }));
}
