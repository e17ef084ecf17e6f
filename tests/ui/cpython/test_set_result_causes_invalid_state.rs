// A task is given a result from outside.
use ensure_future::create_task;

fn main() {
    let task = create_task(async { 10 });
    task.set_result(11);
}
