// same
fn first(task: impl Future<Output = HashMap<u8, u8>> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    first(async { std::collections::HashMap::new() });
}
