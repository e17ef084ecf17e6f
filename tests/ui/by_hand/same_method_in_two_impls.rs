// worse: rustc finds both bodies twice too
struct Pool;

impl Pool {
    fn add(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

impl Pool {
    fn add(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
