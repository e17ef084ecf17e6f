// A coroutine is passed to `as_completed` twice.
use ensure_future::as_completed;

async fn coroutine() {}

fn main() {
    let ham = coroutine();
    let _ = as_completed([ham, ham, coroutine()]);
}
