// same
use tokio::task::JoinHandle;

struct Pool {
    last: Option<JoinHandle<u8>>,
}

impl Pool {
    fn add(&mut self, task: impl Future<Output = u8> + Send + 'static) {
        let task = tokio::spawn(task);
        self.last = task;
    }
}

fn main() {
    Pool { last: None }.add(async { 1 });
}
