// A number says when `wait` returns.
use ensure_future::{Task, wait};

fn wait_for_all(tasks: Vec<Task<()>>) {
    let _ = wait(tasks, -1);
}

fn main() {}
