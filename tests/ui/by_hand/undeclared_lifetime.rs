// worse: it is said once more, of the body
fn cancel(task: impl Future<Output = u8> + Send + 'static, reason: &'a str) -> bool {
    tokio::spawn(task).abort();
    reason.is_empty()
}

fn main() {
    cancel(async { 1 }, "no reason");
}
