// A task is passed to `create_task`.
use ensure_future::create_task;

fn main() {
    let task = create_task(async { 1 });
    create_task(task);
}
