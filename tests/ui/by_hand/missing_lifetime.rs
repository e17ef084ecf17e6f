// worse: it is said once more, of the body
fn cancel(task: impl Future<Output = u8> + Send + 'static, reason: &str, otherwise: &str) -> &str {
    let task = tokio::spawn(task);
    if task.is_finished() {
        reason
    } else {
        otherwise
    }
}

fn main() {
    cancel(async { 1 }, "no reason", "none");
}
