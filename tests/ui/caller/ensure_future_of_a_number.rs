// A number is passed to `ensure_future`.
use ensure_future::ensure_future;

fn main() {
    ensure_future(5);
}
