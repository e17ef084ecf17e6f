// A map has another type of keys.
use std::collections::HashMap;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: HashMap<String, Task<u32>>) -> bool {
    tasks.values().all(Task::cancel)
}

fn main() {
    cancel_all(HashMap::from([("name", async { 1 })]));
}
