// same
fn cancel(task: impl Future<Output = u8> + Send + 'static) -> bool {
    let reason: String = "no reason";
    tokio::spawn(task).abort();
    reason.is_empty()
}

fn main() {
    cancel(async { 1 });
}
