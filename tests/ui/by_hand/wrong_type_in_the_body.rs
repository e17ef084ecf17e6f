// same
use tokio::task::JoinHandle;

fn cancel(task: impl Future<Output = u8> + Send + 'static) -> bool {
    let reason: String = "no reason";
    tokio::spawn(task).abort();
    reason.is_empty()
}

struct Pool {
    last: Option<JoinHandle<u8>>,
}

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static) -> bool {
        let reason: String = "no reason";
        tokio::spawn(task).abort();
        reason.is_empty()
    }

    fn add(&mut self, task: impl Future<Output = u8> + Send + 'static) {
        let task = tokio::spawn(task);
        self.last = task;
    }
}

trait Queue {
    fn push(&self, task: impl Future<Output = u8> + Send + 'static) -> usize {
        tokio::spawn(task).is_finished()
    }
}

impl Queue for () {}

trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> usize;
}

impl Scheduler for () {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> usize {
        tokio::spawn(task).is_finished()
    }
}

async fn value(task: impl Future<Output = u8> + Send + 'static) -> u16 {
    tokio::spawn(task).await.unwrap()
}

fn main() {
    cancel(async { 1 });
    let mut pool = Pool { last: None };
    pool.cancel(async { 1 });
    pool.add(async { 1 });
    ().push(async { 1 });
    ().schedule(async { 1 });
    drop(value(async { 1 }));
}
