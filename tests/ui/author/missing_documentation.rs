// A public function is not documented.
//! A framework.
#![deny(missing_docs)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
pub fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
