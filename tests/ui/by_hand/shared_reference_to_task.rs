// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    let task = tokio::spawn(async { 1 });
    cancel(&task);
}
