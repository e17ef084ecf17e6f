// A future in place has an output of the author's own, which a task may end without.
use ensure_future::accepts_awaitable;

pub struct Number(u8);

#[accepts_awaitable]
pub async fn double(#[awaitable] number: impl Future<Output = Number>) -> u8 {
    number.await.0 * 2
}

fn main() {}
