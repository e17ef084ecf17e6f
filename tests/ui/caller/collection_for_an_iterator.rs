// A collection is passed where an iterator is declared.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count(tasks: impl Iterator<Item = Task<u32>>) -> usize {
    tasks.filter(Task::cancel).count()
}

fn main() {
    count(vec![async { 1 }]);
}
