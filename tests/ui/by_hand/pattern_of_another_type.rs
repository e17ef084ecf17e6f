// same
fn cancel((first, second): impl Future<Output = u8> + Send + 'static) {
    tokio::spawn(first).abort();
    tokio::spawn(second).abort();
}

fn main() {
    cancel(async { 1 });
}
