// One of the tasks is removed while they are searched.
use ensure_future::Task;

fn remove(mut callbacks: Vec<Task<()>>) {
    for callback in &callbacks {
        if callback.is_finished() {
            callbacks.pop();
        }
    }
}

fn main() {
    remove(Vec::new());
}
