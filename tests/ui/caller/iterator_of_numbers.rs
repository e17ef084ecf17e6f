// An iterator gives no awaitables.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count(tasks: impl Iterator<Item = Task<u32>>) -> usize {
    tasks.filter(Task::cancel).count()
}

fn main() {
    count(1..3);
}
