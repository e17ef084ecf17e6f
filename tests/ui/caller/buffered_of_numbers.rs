// The items are not awaitable.
use ensure_future::{buffer_unordered, buffered};

fn main() {
    let _ = buffered(2, [1, 2]);
    let _ = buffer_unordered(2, [1, 2]);
}
