// A parameter's type asks more of the generic parameter than is declared.
use ensure_future::{Task, accepts_awaitable};

struct Cache<K: Ord>(Vec<K>);

#[accepts_awaitable]
fn fill<K>(task: Task<K>, cache: Cache<K>) -> usize {
    task.cancel();
    cache.0.len()
}

fn main() {
    fill(async { 1 }, Cache(vec![1]));
}
