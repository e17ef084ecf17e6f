// One coroutine is given where an iterator or a stream of them is drawn.
use ensure_future::{buffer_unordered, buffered};

fn main() {
    let _ = buffered(2, async { 1 });
    let _ = buffer_unordered(2, async { 1 });
}
