// A type that is no future and has no form is passed to `ensure_future`.
use ensure_future::ensure_future;

struct MyFuture;

fn main() {
    drop(ensure_future(MyFuture));
}
