// worse: it compiles by hand, and no fix is named
fn twice(tasks: impl Iterator<Item: Future<Output = u8> + Send + 'static> + Copy) -> usize {
    tasks.map(tokio::spawn).count() + tasks.map(tokio::spawn).count()
}

fn main() {
    let tasks = std::iter::repeat_n(std::future::ready(1), 2);
    drop(tasks);
}
