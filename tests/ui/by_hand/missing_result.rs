// same
struct Pool;

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static) -> bool {
        tokio::spawn(task).is_finished();
    }
}

fn main() {
    Pool.cancel(async { 1 });
}
