// same
async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    let text = String::from("text");
    drop(value(async { text.as_str() }));
}
