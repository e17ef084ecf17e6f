// The author's parameter is a thread's `JoinHandle`, under that name alone.
use std::thread::JoinHandle;

use ensure_future::{Task, accepts_awaitable};

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn adopt(&self, thread: JoinHandle<u8>, task: Task<u8>) -> bool {
        thread.join().is_ok() && task.cancel()
    }
}

fn main() {}
