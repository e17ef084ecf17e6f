// same
#![deny(unused_must_use)]

async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    drop(async {
        value(async { 1 });
    });
}
