// same
fn value(task: impl Future<Output = u8> + Send + 'static) -> Option<u8> {
    tokio::spawn(task).await.ok()
}

fn main() {
    value(async { 1 });
}
