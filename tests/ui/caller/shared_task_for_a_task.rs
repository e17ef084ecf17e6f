// A task that is shared is passed where one is to be owned.
use ensure_future::{SharedTask, Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn pass_on(task: SharedTask<u8>) {
    cancel(task);
}

fn main() {}
