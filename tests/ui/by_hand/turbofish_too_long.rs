// worse: it counts the form, and a note names it
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    cancel::<u32>(async { 1 });
}
