// A task is used before there is one.
use ensure_future::Task;

fn main() {
    let task: Task<u8>;
    task.cancel();
}
