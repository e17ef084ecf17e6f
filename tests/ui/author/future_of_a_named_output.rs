// A future in place has an output that a task may end without.
// So it is in an `impl`.
// So it is in a trait with `as`.
// So it is in a method without a body.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub async fn double(#[awaitable] number: impl Future<Output = u8>) -> u8 {
    number.await * 2
}

pub struct Doubling;

#[accepts_awaitable]
impl Doubling {
    pub async fn double<F>(&self, #[awaitable] number: F) -> u8
    where
        F: Future<Output = u8>,
    {
        number.await * 2
    }
}

#[accepts_awaitable(as = DoubleExt, boxed)]
pub trait Double {
    #[accepts_awaitable(as = double_all)]
    fn double(&self, #[awaitable] number: impl Future<Output = u8>) -> u8;
}

pub trait DoubleAlone {
    #[accepts_awaitable]
    fn double(&self, #[awaitable] number: impl Future<Output = u8>) -> u8;
}

fn main() {}
