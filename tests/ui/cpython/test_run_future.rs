// What a runner is to run is a task, without the `into_future` that awaits it.
use ensure_future::{Runner, Task};

fn run_task(mut runner: Runner, task: Task<u8>) {
    drop(runner.run(task));
}

fn main() {
    let runner = Runner::new().unwrap();
    let task = Task::from(runner.handle().spawn(async { 42 }));
    run_task(runner, task);
}
