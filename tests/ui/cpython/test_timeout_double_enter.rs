// A limit is used again when it has ended: awaiting it takes it.
use std::time::Duration;

use ensure_future::wait_for;

async fn twice() {
    let limited = wait_for(async { 42 }, Duration::from_millis(10));
    let _ = limited.await;
    let _ = limited.await;
}

fn main() {
    drop(twice());
}
