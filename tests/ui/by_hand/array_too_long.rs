// same
fn both([first, second]: [impl Future<Output = u32> + Send + 'static; 2]) {
    tokio::spawn(first).abort();
    tokio::spawn(second).abort();
}

fn main() {
    both([1, 2, 3].map(|number| async move { number }));
}
