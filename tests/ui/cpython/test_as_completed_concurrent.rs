// Two draw from `as_completed` at the same time.
use ensure_future::{Task, as_completed};

fn draw_twice(tasks: Vec<Task<()>>) {
    let mut completed = as_completed(tasks);
    let first = completed.next();
    let second = completed.next();
    drop((first, second));
}

fn main() {}
