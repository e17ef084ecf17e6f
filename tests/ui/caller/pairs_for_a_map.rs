// There are pairs where a map is declared.
use std::collections::HashMap;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel_all(tasks: HashMap<u8, Task<u32>>) -> bool {
    tasks.values().all(Task::cancel)
}

fn main() {
    cancel_all([(1_u8, async { 1 })]);
}
