// refused: the message names the fixes
fn start<T>(factory: Option<impl Fn() -> T>)
where
    T: Future<Output = u8> + Send + 'static,
{
    if let Some(factory) = factory {
        tokio::spawn(factory()).abort();
    }
}

fn main() {
    drop(async { start(Some(|| async { 1 })) });
}
