// The program's own `main` takes a task.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn main(task: Task<u8>) {
    task.cancel();
}
