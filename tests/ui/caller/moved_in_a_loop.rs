// The same coroutine is passed again and again.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let coroutine = async { 1 };
    for _ in 0..2 {
        cancel(coroutine);
    }
}
