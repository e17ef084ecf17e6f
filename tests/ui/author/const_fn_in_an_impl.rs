// A `const fn` has the attribute, inside an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable]
    const fn wrap(task: Task<u8>) -> [Task<u8>; 1] {
        [task]
    }
}

fn main() {
    Pool::wrap(ensure_future::create_task(async { 1 }));
}
