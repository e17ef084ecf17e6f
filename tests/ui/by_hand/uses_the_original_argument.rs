// better: it says that a task is no coroutine; by hand the message is about the output
fn poll_myself(task: impl Future<Output = u8> + Send + 'static) {
    let task = tokio::spawn(task);
    poll(task);
}

fn poll(_: impl Future<Output = u8>) {}

fn main() {
    poll_myself(async { 1 });
}
