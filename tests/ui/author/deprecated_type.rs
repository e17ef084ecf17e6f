// The task's output is deprecated.
#![deny(deprecated)]

use ensure_future::{Task, accepts_awaitable};

mod jobs {
    #[deprecated = "use `Ended`"]
    pub struct Done;
}

#[accepts_awaitable]
fn cancel(task: Task<jobs::Done>) -> bool {
    task.cancel()
}

fn main() {
    cancel(std::future::pending());
}
