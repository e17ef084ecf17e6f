// worse: it compiles by hand (and spawns a second task), and no fix is named: `Task::from(handle)`
fn cancel<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    drop(async { cancel(tokio::spawn(async { 1 })) });
}
