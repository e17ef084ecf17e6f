// worse: it compiles by hand, and the fix that rustc proposes names the form, where a `_` would do
async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    drop(value::<u32>(async { 1 }));
}
