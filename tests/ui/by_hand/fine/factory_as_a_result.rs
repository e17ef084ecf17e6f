// refused: the message names the fixes
fn tried<F, T>(factory: F) -> F
where
    F: Fn() -> T,
    T: Future<Output = u8> + Send + 'static,
{
    tokio::spawn(factory()).abort();
    factory
}

fn main() {
    drop(async { tried(|| async { 1 }) });
}
