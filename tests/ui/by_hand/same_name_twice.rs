// same
fn cancel(
    task: impl Future<Output = u8> + Send + 'static,
    task: impl Future<Output = u8> + Send + 'static,
) {
    tokio::spawn(task).abort();
}

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
