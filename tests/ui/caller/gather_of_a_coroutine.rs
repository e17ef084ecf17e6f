// One coroutine is passed where a collection is gathered.
use ensure_future::gather;

fn main() {
    drop(gather(async { 1 }));
}
