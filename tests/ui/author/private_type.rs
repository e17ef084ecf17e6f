// The type of the task's output is private to another module.
use ensure_future::{Task, accepts_awaitable};

mod jobs {
    struct Done;
}

#[accepts_awaitable]
fn cancel(task: Task<jobs::Done>) -> bool {
    task.cancel()
}

fn main() {
    cancel(std::future::pending());
}
