// `as_completed` is given a coroutine instead of a collection.
use ensure_future::as_completed;

fn main() {
    let _ = as_completed(async { 1 });
}
