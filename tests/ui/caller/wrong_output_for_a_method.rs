// A method is given a coroutine with another output.
use ensure_future::{Task, accepts_awaitable};

struct Pool(Vec<Task<u32>>);

#[accepts_awaitable]
impl Pool {
    fn add(&mut self, task: Task<u32>) {
        self.0.push(task);
    }

    async fn finish(&mut self, task: Task<u32>) -> usize {
        drop(task.await);
        self.0.len()
    }
}

fn main() {
    Pool(Vec::new()).add(async { "text" });
}
