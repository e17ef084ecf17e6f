// worse: the fix that rustc proposes is none
use std::fmt::Formatter;

fn cancel(task: impl Future<Output = Formatter> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(std::future::pending());
}
