// same
fn elsewhere<T>(factory: impl FnOnce() -> T)
where
    T: Future<Output = u8> + Send + 'static,
{
    in_a_thread(move || drop(tokio::spawn(factory())));
}

fn in_a_thread(_: impl FnOnce() + Send) {}

fn main() {
    elsewhere(|| async { 1 });
}
