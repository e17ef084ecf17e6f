// same
use tokio::task::JoinHandle;

struct Pool(Vec<JoinHandle<u32>>);

impl Pool {
    async fn finish(&mut self, task: impl Future<Output = u32> + Send + 'static) -> usize {
        drop(tokio::spawn(task).await);
        self.0.len()
    }
}

trait Close {
    async fn close(&mut self, task: impl Future<Output = u32> + Send + 'static) -> usize;
}

impl Close for Pool {
    async fn close(&mut self, task: impl Future<Output = u32> + Send + 'static) -> usize {
        drop(tokio::spawn(task).await);
        self.0.len()
    }
}

fn main() {
    let mut pool = Pool(Vec::new());
    let first = pool.finish(async { 1 });
    let second = pool.finish(async { 2 });
    drop((first, second));

    let first = pool.close(async { 1 });
    let second = pool.close(async { 2 });
    drop((first, second));
}
