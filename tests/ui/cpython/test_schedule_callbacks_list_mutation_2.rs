// A task is added while they are searched.
use ensure_future::{Task, create_task};

fn remove(mut callbacks: Vec<Task<()>>) {
    for callback in &callbacks {
        if callback.is_finished() {
            callbacks.push(create_task(async {}));
        }
    }
}

fn main() {
    remove(Vec::new());
}
