// same
async fn twice(task: impl Future<Output = u8> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    (&mut task).await.is_ok() && task.await.is_ok()
}

fn main() {
    drop(twice(async { 1 }));
}
