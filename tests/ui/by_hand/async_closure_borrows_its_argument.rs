// same
fn named<F>(factory: impl Fn(&str) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    tokio::spawn(factory("name")).abort();
}

fn main() {
    named(async |name| name.len());
}
