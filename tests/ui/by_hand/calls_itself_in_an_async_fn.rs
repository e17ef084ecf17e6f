// better: rustc explains the recursion, where by hand its queries overflow, twice
async fn count_down(from: u8, task: impl Future<Output = u8> + Send + 'static) -> u8 {
    let value = tokio::spawn(task).await.unwrap();
    if from == 0 {
        value
    } else {
        count_down(from - 1, async move { from }).await
    }
}

fn main() {
    drop(count_down(3, async { 1 }));
}
