// better: it names the two types, without the `Result` that a handle gives
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    let task = tokio::spawn(async { "text" });
    cancel(task);
}
