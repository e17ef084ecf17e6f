// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    cancel([async { 1 }]);
}
