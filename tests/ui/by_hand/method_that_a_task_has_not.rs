// same
struct Pool;

impl Pool {
    fn stop(&self, task: impl Future<Output = u8> + Send + 'static) {
        let task = tokio::spawn(task);
        task.cancel();
    }
}

fn main() {
    Pool.stop(async { 1 });
}
