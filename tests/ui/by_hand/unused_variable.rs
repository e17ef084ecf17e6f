// same
#![deny(unused_variables)]

async fn value(task: impl Future<Output = u8> + Send + 'static) -> Option<u8> {
    let task = tokio::spawn(task);
    let id = task.id();
    task.await.ok()
}

fn main() {
    drop(value(async { 1 }));
}
