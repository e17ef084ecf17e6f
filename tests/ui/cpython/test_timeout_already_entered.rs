// A limit is used from within: what it limits exists before it.
use std::time::Duration;

use ensure_future::wait_for;

async fn again() {
    let limited = wait_for(async { limited.await }, Duration::from_millis(10));
    let _ = limited.await;
}

fn main() {
    drop(again());
}
