// The result asks more of the generic parameter than is declared.
use ensure_future::{Task, accepts_awaitable};

struct Cache<K: Ord>(Vec<K>);

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn filled<K>(&self, task: Task<K>) -> Cache<K> {
        task.cancel();
        todo!()
    }
}

fn main() {}
