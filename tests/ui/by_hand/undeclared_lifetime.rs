// same
fn cancel(task: impl Future<Output = u8> + Send + 'static, reason: &'a str) -> bool {
    tokio::spawn(task).abort();
    reason.is_empty()
}

struct Pool;

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static, reason: &'a str) -> bool {
        tokio::spawn(task).abort();
        reason.is_empty()
    }
}

fn cancel_reading(task: impl Future<Output = &'a str> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { 1 }, "no reason");
    Pool.cancel(async { 1 }, "no reason");
    cancel_reading(async { "text" });
}
