// worse: by hand rustc says that there is no generic parameter
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    cancel::<u32>(async { 1 });
}
