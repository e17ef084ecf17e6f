// The body uses `self` in a function that has none.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count(task: Task<u8>) -> usize {
    task.cancel();
    self.count
}

fn main() {
    count(async { 1 });
}
