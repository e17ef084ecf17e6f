// One of the arguments of `gather!` is no awaitable.
use ensure_future::gather;

fn main() {
    let _ = gather!(async { "abc" }, ());
}
