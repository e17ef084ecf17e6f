// same
use tokio::task::JoinHandle;

struct Pool(Vec<JoinHandle<u8>>);

impl Pool {
    fn add(&mut self, task: impl Future<Output = u8> + Send + 'static) {
        let first = &self.0[0];
        self.0.push(tokio::spawn(task));
        first.abort();
    }
}

fn main() {
    Pool(Vec::new()).add(async { 1 });
}
