// All tasks are removed while they are searched.
use ensure_future::Task;

fn remove(mut callbacks: Vec<Task<()>>) {
    for callback in &callbacks {
        if callback.is_finished() {
            callbacks.clear();
        }
    }
}

fn main() {
    remove(Vec::new());
}
