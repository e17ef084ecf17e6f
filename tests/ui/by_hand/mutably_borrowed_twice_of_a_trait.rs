// same
use tokio::task::JoinHandle;

trait Finish {
    async fn finish(&mut self, task: impl Future<Output = u32> + Send + 'static) -> usize;
}

struct Pool(Vec<JoinHandle<u32>>);

impl Finish for Pool {
    async fn finish(&mut self, task: impl Future<Output = u32> + Send + 'static) -> usize {
        drop(tokio::spawn(task).await);
        self.0.len()
    }
}

fn main() {
    let mut pool = Pool(Vec::new());
    let first = pool.finish(async { 1 });
    let second = pool.finish(async { 2 });
    drop((first, second));
}
