// same
fn cancel(task: impl Future<Output = u8> + Send + 'static) {
    let cancelled = ;
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { 1 });
}
