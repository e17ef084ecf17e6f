// Two futures of a method that changes the pool are made at once.
// Two futures of a trait's method that changes the pool are made at once.
use ensure_future::{Task, accepts_awaitable};

struct Pool(Vec<Task<u32>>);

#[accepts_awaitable]
impl Pool {
    async fn finish(&mut self, task: Task<u32>) -> usize {
        drop(task.await);
        self.0.len()
    }
}

trait Close {
    #[accepts_awaitable]
    async fn close(&mut self, task: Task<u32>) -> usize;
}

#[accepts_awaitable]
impl Close for Pool {
    async fn close(&mut self, task: Task<u32>) -> usize {
        drop(task.await);
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
