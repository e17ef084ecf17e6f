// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    let coroutine = async { 1 };
    for _ in 0..2 {
        cancel(coroutine);
    }
}
