// A coroutine is passed where a function is called.
use ensure_future::to_thread;

async fn coroutine() {}

fn main() {
    to_thread(coroutine());
}
