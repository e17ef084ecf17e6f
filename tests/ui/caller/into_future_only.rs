// What is passed can be awaited, but is no future itself.
use std::future::{IntoFuture, Ready, ready};

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

struct Request;

impl IntoFuture for Request {
    type Output = u32;
    type IntoFuture = Ready<u32>;

    fn into_future(self) -> Ready<u32> {
        ready(1)
    }
}

fn main() {
    cancel(Request);
}
