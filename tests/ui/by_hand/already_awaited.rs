// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

async fn one() -> u32 {
    1
}

fn main() {
    drop(async { cancel(one().await) });
}
