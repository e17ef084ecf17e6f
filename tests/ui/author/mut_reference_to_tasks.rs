// A `Vec` of tasks is taken by reference, beside a task.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn add(tasks: &mut Vec<Task<u8>>, task: Task<u8>) {
    tasks.push(task);
}

fn main() {
    add(&mut Vec::new(), async { 1 });
}
