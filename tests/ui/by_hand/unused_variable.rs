// same
#![deny(unused_variables)]

async fn value(task: impl Future<Output = u8> + Send + 'static) -> Option<u8> {
    let task = tokio::spawn(task);
    let id = task.id();
    task.await.ok()
}

struct Pool;

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static, reason: &str) {
        tokio::spawn(task).abort();
    }
}

fn start(task: impl Future<Output = u8> + Send + 'static) {
    let task = tokio::spawn(task);
}

fn main() {
    drop(value(async { 1 }));
    Pool.cancel(async { 1 }, "no reason");
    start(async { 1 });
}
