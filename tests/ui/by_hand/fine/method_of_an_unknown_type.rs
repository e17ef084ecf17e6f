// worse: it compiles by hand (with a `Result` inside another), and no fix is named: `Task::from(handle)`
async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    drop(async {
        let value = value(tokio::spawn(async { 1_u32 })).await;
        value.unwrap().unwrap().count_ones()
    });
}
