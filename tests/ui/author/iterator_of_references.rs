// An iterator gives references to tasks.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count<'a>(tasks: impl Iterator<Item = &'a Task<u8>>) -> usize {
    tasks.filter(|task| task.cancel()).count()
}

fn main() {
    count([].iter());
}
