// same
struct Pool;

impl Pool {
    fn add(&self, task: impl Future<Output = u8> + Send + 'static);

    fn len(&self) -> usize {
        0
    }
}

fn main() {
    Pool.add(async { 1 });
    Pool.len();
}
