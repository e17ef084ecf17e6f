// A closure gives a task or a coroutine.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn retry(factory: impl Fn(usize) -> Task<bool>) {
    let mut attempt = 0;
    while !factory(attempt).await.is_ok_and(|done| done) {
        attempt += 1;
    }
}

fn main() {
    let _ = retry(|attempt| {
        if attempt == 0 {
            return ensure_future::create_task(async { true });
        }
        async { false }
    });
}
