// same
fn twice<F>(mut factory: impl FnMut() -> F)
where
    F: Future<Output = u32> + Send + 'static,
{
    tokio::spawn(factory()).abort();
    tokio::spawn(factory()).abort();
}

fn main() {
    let text = String::from("text");
    twice(move || async move { text.len() as u32 });
}
