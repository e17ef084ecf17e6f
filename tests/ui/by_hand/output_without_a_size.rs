// same
fn cancel(task: impl Future<Output = str> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {}
