// same
struct Cache<K: Ord>(Vec<K>);

struct Pool;

impl Pool {
    fn filled<K: Send + 'static>(
        &self,
        task: impl Future<Output = K> + Send + 'static,
    ) -> Cache<K> {
        tokio::spawn(task).abort();
        todo!()
    }
}

fn main() {}
