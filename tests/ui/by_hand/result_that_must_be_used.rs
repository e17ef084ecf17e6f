// same
#![deny(unused_must_use)]

#[must_use = "it may have failed"]
async fn failed(task: impl Future<Output = u8> + Send + 'static) -> bool {
    tokio::spawn(task).await.is_err()
}

fn main() {
    drop(async {
        failed(async { 1 }).await;
    });
}
