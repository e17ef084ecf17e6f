// same
use tokio::task::JoinHandle;

fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    let started: Result<JoinHandle<u32>, String> = Err(String::from("not started"));
    cancel(started);
}
