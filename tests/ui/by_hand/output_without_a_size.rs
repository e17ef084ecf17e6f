// worse: it is said of the body too, and that nothing becomes the type
fn cancel(task: impl Future<Output = str> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {}
