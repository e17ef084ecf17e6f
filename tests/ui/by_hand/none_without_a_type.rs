// same
fn cancel(task: Option<impl Future<Output = u32> + Send + 'static>) {
    if let Some(task) = task {
        tokio::spawn(task).abort();
    }
}

fn main() {
    cancel(None);
}
