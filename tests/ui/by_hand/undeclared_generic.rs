// worse: rustc has no fix to propose
async fn value(task: impl Future<Output = T> + Send + 'static) {
    drop(tokio::spawn(task).await);
}

fn main() {
    drop(value(async { 1 }));
}
