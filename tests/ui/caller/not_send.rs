// A coroutine is not `Send`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async {
        let shared = std::rc::Rc::new(1);
        std::future::ready(()).await;
        *shared
    });
}
