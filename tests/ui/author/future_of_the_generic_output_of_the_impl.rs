// The output of a future in place is a generic parameter of the `impl`.
use ensure_future::accepts_awaitable;

pub struct Pool<T>(Vec<T>);

#[accepts_awaitable]
impl<T> Pool<T> {
    pub async fn add(&mut self, #[awaitable] value: impl Future<Output = T>) {
        self.0.push(value.await);
    }
}

fn main() {}
