// A group is used again when it has ended: joining it takes it.
use ensure_future::TaskGroup;

async fn twice() {
    let group = TaskGroup::<String>::new();
    let _ = group.join().await;
    let _ = group.join().await;
}

fn main() {
    drop(twice());
}
