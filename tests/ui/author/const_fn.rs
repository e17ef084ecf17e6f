// A `const fn` has the attribute.
// A `const fn` has the attribute, inside an annotated `impl`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
const fn forget(#[awaitable] task: Task<u8>) {
    std::mem::forget(task);
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable]
    const fn wrap(task: Task<u8>) -> [Task<u8>; 1] {
        [task]
    }
}

fn main() {
    forget(ensure_future::create_task(async { 1 }));
    Pool::wrap(ensure_future::create_task(async { 1 }));
}
