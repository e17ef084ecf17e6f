// worse: it is said of the body and of the assertion too
fn cancel(task: impl Future<Output = &'a str> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { "text" });
}
