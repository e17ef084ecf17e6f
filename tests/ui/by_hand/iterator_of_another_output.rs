// same
fn count(tasks: impl Iterator<Item: Future<Output = u32> + Send + 'static>) -> usize {
    tasks.map(tokio::spawn).count()
}

fn main() {
    count(["text"].into_iter().map(async |text| text));
}
