// same
#![deny(unused_mut)]

fn cancel(task: impl Future<Output = u8> + Send + 'static) {
    let mut task = tokio::spawn(task);
    task.abort();
}

fn main() {
    cancel(async { 1 });
}
