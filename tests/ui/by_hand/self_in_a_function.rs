// same
fn count(task: impl Future<Output = u8> + Send + 'static) -> usize {
    tokio::spawn(task).abort();
    self.count
}

fn main() {
    count(async { 1 });
}
