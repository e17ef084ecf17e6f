// `#[momo]` stands below the attribute; it does not hand on what it does not convert.
use ensure_future::{Task, accepts_awaitable};
use momo::momo;

#[accepts_awaitable]
#[momo]
fn cancel(task: Task<u8>, _reason: impl AsRef<str>) -> bool {
    task.cancel()
}

fn main() {}
