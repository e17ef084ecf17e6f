// same
fn cancel_all(tasks: impl IntoIterator<Item: Future<Output = u32> + Send + 'static>) {
    for task in tasks {
        tokio::spawn(task).abort();
    }
}

fn main() {
    cancel_all(vec![]);
}
