// The task's output asks more of the generic parameter than is declared.
use ensure_future::{Task, accepts_awaitable};

struct Cache<K: Ord>(Vec<K>);

#[accepts_awaitable]
fn fill<K>(task: Task<Cache<K>>) -> bool {
    task.cancel()
}

fn main() {
    fill(async { Cache(vec![1]) });
}
