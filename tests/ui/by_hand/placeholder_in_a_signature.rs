// same
fn cancel(task: impl Future<Output = _> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { 1 });
}
