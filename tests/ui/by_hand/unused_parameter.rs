// same
#![deny(unused_variables)]

struct Pool;

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static, reason: &str) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    Pool.cancel(async { 1 }, "no reason");
}
