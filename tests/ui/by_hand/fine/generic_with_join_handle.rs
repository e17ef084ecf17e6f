// better: by hand a second task is spawned that waits for the first
fn cancel<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    drop(async { cancel(tokio::spawn(async { 1 })) });
}
