// The future is a generic parameter of the `impl`.
use ensure_future::accepts_awaitable;

pub struct Retry<F>(Vec<F>);

#[accepts_awaitable]
impl<F: Future<Output = ()>> Retry<F> {
    pub fn add(&mut self, #[awaitable] future: F) {
        self.0.push(future);
    }
}

fn main() {}
