// worse: it is said once more, of the body
struct Pool;

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static, reason: &'a str) -> bool {
        tokio::spawn(task).abort();
        reason.is_empty()
    }
}

fn main() {
    Pool.cancel(async { 1 }, "no reason");
}
