// worse: rustc says it of what stands below the attribute, and once more of what it gives back
struct Pool;

impl Pool {
    fn add(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }

    unfinished

    fn close(&self) {}
}

fn main() {
    Pool.add(async { 1 });
}
