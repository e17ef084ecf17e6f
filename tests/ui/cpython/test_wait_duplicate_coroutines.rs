// A task is waited for twice.
use ensure_future::{ReturnWhen, Task, wait};

fn twice(task: Task<()>) {
    let _ = wait([task, task], ReturnWhen::AllCompleted);
}

fn main() {}
