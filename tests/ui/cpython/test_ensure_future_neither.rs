// A text, which can't be awaited, is passed to `ensure_future`.
use ensure_future::ensure_future;

fn main() {
    ensure_future("ok");
}
