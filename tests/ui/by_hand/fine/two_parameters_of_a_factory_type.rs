// refused: the message names the fixes
fn either<F, T>(first: F, second: F)
where
    F: Fn() -> T,
    T: Future<Output = u8> + Send + 'static,
{
    tokio::spawn(first()).abort();
    tokio::spawn(second()).abort();
}

fn main() {
    let factory = || async { 1 };
    drop(async move { either(factory, factory) });
}
