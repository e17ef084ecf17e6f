// same
fn cancel_both(
    (first, second): (
        impl Future<Output = u32> + Send + 'static,
        impl Future<Output = String> + Send + 'static,
    ),
) {
    tokio::spawn(first).abort();
    tokio::spawn(second).abort();
}

fn main() {
    cancel_both((async { 1 }, async { "text" }));
}
