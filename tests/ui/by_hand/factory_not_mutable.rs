// same
fn twice<T>(factory: impl FnMut() -> T)
where
    T: Future<Output = u8> + Send + 'static,
{
    tokio::spawn(factory()).abort();
    tokio::spawn(factory()).abort();
}

fn main() {
    twice(|| async { 1 });
}
