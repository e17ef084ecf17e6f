// same
fn cancel(task: impl Future<Output = &'a str> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { "text" });
}
