// The author gives the option `method` where the attribute is on the whole `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(method)]
    fn cancel(task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {}
