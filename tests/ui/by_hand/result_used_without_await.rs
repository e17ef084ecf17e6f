// same
async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    if value(async { 1 }).is_some() {
        println!("it has a value");
    }
}
