// same
fn cancel(task: impl Future<Output = u32> + Send + 'static, reason: &str) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    reason.is_empty()
}

fn main() {
    cancel("no reason", async { 1 });
}
