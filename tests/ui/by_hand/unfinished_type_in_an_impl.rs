// same
struct Pool;

impl Pool {
    fn stop(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }

    fn cancel(&self, task: ) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    Pool.stop(async { 1 });
}
