// A task is given another name.
use ensure_future::Task;

fn rename(task: &Task<()>) {
    task.set_name("another");
}

fn main() {}
