// same
#![deny(non_snake_case)]

struct Pool;

impl Pool {
    fn cancelIt(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    Pool.cancelIt(async { 1 });
}
