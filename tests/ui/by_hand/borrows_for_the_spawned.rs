// same
use tokio::task::JoinHandle;

fn log(task: impl Future<Output = u8> + Send + 'static, reason: &str) -> JoinHandle<usize> {
    let task = tokio::spawn(task);
    tokio::spawn(async move { task.await.map_or(0, |_| reason.len()) })
}

fn main() {
    log(async { 1 }, "no reason");
}
