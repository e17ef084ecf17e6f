// worse: it is said that the type is not known, too
struct Pool;

impl Pool {
    fn cancel(
        &self,
        task: impl Future<Output = u8> + Send + 'static,
        task: impl Future<Output = u8> + Send + 'static,
    ) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
