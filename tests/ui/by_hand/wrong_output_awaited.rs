// same
async fn value(task: impl Future<Output = u32> + Send + 'static) -> Option<u32> {
    tokio::spawn(task).await.ok()
}

fn main() {
    drop(async { value(async { "text" }).await });
}
