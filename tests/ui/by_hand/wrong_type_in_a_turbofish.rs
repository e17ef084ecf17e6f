// same
async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    let _ = value::<String>(async { 1 });
}
