// A task is taken by reference.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn is_finished(task: &Task<u8>) -> bool {
    task.is_finished()
}

fn main() {
    is_finished(&ensure_future::create_task(async { 1 }));
}
