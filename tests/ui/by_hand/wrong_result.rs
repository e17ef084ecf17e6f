// same
async fn value(task: impl Future<Output = u8> + Send + 'static) -> u8 {
    tokio::spawn(task).await
}

fn main() {
    drop(value(async { 1 }));
}
