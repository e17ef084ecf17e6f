// No method of the `impl` takes a task.
use ensure_future::accepts_awaitable;

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn double(&self, number: u8) -> u8 {
        number * 2
    }
}

fn main() {
    Pool.double(2);
}
