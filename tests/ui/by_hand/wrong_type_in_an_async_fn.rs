// same
async fn value(task: impl Future<Output = u8> + Send + 'static) -> u16 {
    tokio::spawn(task).await.unwrap()
}

fn main() {
    drop(value(async { 1 }));
}
