// same
fn cancel(task: impl Future<Output = u8> + Send + 'static) {
    let task = tokio::spawn(task);
    tsk.abort();
}

fn main() {
    cancel(async { 1 });
}
