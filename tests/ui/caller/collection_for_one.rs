// A collection is passed where a single task is declared.
// What is passed is an array.
// What is passed is a map.
// What is passed is an `Option`.
use std::collections::HashMap;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

fn main() {
    cancel(vec![async { 1 }]);
    cancel([async { 1 }]);
    cancel(HashMap::from([("one", async { 1 })]));
    cancel(Some(async { 1 }));
}
