// The framework has a type of its own that is named as a task is.
use ensure_future::accepts_awaitable;

struct Task<T>(T);

#[accepts_awaitable]
fn run(task: Task<u8>) -> u8 {
    task.0
}

fn main() {
    run(Task(1));
}
