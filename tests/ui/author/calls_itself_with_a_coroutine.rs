// A method that stands alone calls itself with a new coroutine.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

impl Pool {
    #[accepts_awaitable]
    fn count_down(&self, from: u8, task: Task<u8>) -> bool {
        from == 0 || task.cancel() && self.count_down(from - 1, async move { from })
    }
}

fn main() {
    Pool.count_down(3, async { 1 });
}
