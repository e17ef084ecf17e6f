// A task is given its result by someone else.
use ensure_future::Task;

fn resolve(task: &Task<&str>) {
    task.set_result("ok");
}

fn main() {}
