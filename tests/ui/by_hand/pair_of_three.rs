// same
fn both(
    (first, second): (
        impl Future<Output = u32> + Send + 'static,
        impl Future<Output = u32> + Send + 'static,
    ),
) {
    tokio::spawn(first).abort();
    tokio::spawn(second).abort();
}

fn main() {
    both((async { 1 }, async { 2 }, async { 3 }));
}
