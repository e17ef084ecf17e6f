// same
use std::fmt::Formatter;

fn cancel(task: impl Future<Output = Formatter> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(std::future::pending());
}
