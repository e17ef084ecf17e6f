// same
struct Pool {
    handle: Option<tokio::runtime::Handle>,
}

impl Pool {
    fn submit(&self, task: impl Future<Output = u8> + Send + 'static) {
        self.handle.spawn(task).abort();
    }
}

fn main() {
    Pool { handle: None }.submit(async { 1 });
}
