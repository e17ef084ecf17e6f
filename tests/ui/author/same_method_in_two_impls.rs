// Two annotated `impl`s of a type have a method of the same name.
use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn add(&self, task: Task<u8>) {
        task.cancel();
    }
}

#[accepts_awaitable]
impl Pool {
    fn add(&self, task: Task<u8>) {
        task.cancel();
    }
}

fn main() {}
