// worse: it is said twice, of the function and of its body
struct Cache<K: Ord>(Vec<K>);

fn fill<K: Send + 'static>(
    task: impl Future<Output = K> + Send + 'static,
    cache: Cache<K>,
) -> usize {
    tokio::spawn(task).abort();
    cache.0.len()
}

fn main() {
    fill(async { 1 }, Cache(vec![1]));
}
