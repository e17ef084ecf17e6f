// refused: the message names the fixes
fn run_first<F, I>(tasks: I, first: I::Item) -> usize
where
    F: Future<Output = u8> + Send + 'static,
    I: Iterator<Item = F>,
{
    tokio::spawn(first).abort();
    tasks.map(|task| tokio::spawn(task).abort()).count()
}

#[tokio::main]
async fn main() {
    let tasks = || [std::future::ready(1)].into_iter();
    run_first(tasks(), std::future::ready(1));
}
