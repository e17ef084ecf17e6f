// The body of a graceful coroutine takes no request.
use ensure_future::graceful;

fn main() {
    drop(graceful(async || 1));
}
