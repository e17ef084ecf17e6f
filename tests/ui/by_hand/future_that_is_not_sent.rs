// same
use std::future::ready;
use std::rc::Rc;

use tokio::task::spawn_local;

async fn value<T: 'static>(task: impl Future<Output = T> + 'static) -> Option<T> {
    spawn_local(task).await.ok()
}

fn background(_: impl Future + Send) {}

fn main() {
    background(value(async {
        let shared = Rc::new(1);
        ready(()).await;
        *shared
    }));
}
