// same
fn cancel<T: Send + 'static, 'a>(
    task: impl Future<Output = T> + Send + 'static,
    reason: &'a str,
) -> &'a str {
    tokio::spawn(task).abort();
    reason
}

fn main() {
    cancel(async { 1 }, "done");
}
