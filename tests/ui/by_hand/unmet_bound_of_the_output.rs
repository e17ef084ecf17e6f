// worse: it is said four times, by hand twice
struct Cache<K: Ord>(Vec<K>);

fn fill<K: Send + 'static>(task: impl Future<Output = Cache<K>> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    fill(async { Cache(vec![1]) });
}
