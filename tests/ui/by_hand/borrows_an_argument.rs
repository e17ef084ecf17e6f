// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

async fn length(text: &str) -> u32 {
    text.len() as u32
}

fn measure(text: &str) -> bool {
    cancel(length(text))
}

fn main() {
    measure("text");
}
