// What is passed is a map.
use std::collections::HashMap;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    cancel(HashMap::from([("one", async { 1 })]));
}
