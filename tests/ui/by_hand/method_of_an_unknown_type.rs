// same
async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    drop(async {
        let value = value(tokio::spawn(async { 1_u32 })).await;
        value.unwrap().count_ones()
    });
}
