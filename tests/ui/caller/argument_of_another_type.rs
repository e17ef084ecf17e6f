// A closure takes an argument of another type.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn retry(factory: impl Fn(usize) -> Task<bool>) {
    let mut attempt = 0;
    while !factory(attempt).await.is_ok_and(|done| done) {
        attempt += 1;
    }
}

fn main() {
    let _ = retry(async |name: &str| name.is_empty());
}
