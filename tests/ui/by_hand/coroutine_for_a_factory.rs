// same
async fn retry<F>(factory: impl Fn(usize) -> F)
where
    F: Future<Output = bool> + Send + 'static,
{
    let mut attempt = 0;
    while !tokio::spawn(factory(attempt)).await.is_ok_and(|done| done) {
        attempt += 1;
    }
}

fn main() {
    let _ = retry(async { true });
}
