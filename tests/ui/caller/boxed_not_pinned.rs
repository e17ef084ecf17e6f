// A boxed coroutine is not pinned.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    let coroutine: Box<dyn Future<Output = u32> + Send> = Box::new(async { 1 });
    cancel(coroutine);
}
