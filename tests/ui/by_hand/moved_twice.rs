// same
use tokio::task::JoinHandle;

fn both(task: impl Future<Output = u8> + Send + 'static) -> (JoinHandle<u8>, JoinHandle<u8>) {
    let task = tokio::spawn(task);
    (task, task)
}

fn main() {
    both(async { 1 });
}
