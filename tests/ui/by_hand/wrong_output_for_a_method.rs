// same
use tokio::task::JoinHandle;

struct Pool(Vec<JoinHandle<u32>>);

impl Pool {
    fn add(&mut self, task: impl Future<Output = u32> + Send + 'static) {
        self.0.push(tokio::spawn(task));
    }

    async fn finish(&mut self, task: impl Future<Output = u32> + Send + 'static) -> usize {
        drop(tokio::spawn(task).await);
        self.0.len()
    }
}

fn main() {
    Pool(Vec::new()).add(async { "text" });
}
