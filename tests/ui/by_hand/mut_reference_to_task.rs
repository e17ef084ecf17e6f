// better: it proposes to pass the task; by hand the message is about the output
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    let mut task = tokio::spawn(async { 1 });
    cancel(&mut task);
}
