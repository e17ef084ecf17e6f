// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    let coroutine: Box<dyn Future<Output = u32> + Send> = Box::new(async { 1 });
    cancel(coroutine);
}
