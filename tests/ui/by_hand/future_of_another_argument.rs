// same
use std::rc::Rc;

async fn value<T: Send + 'static>(
    task: impl Future<Output = T> + Send + 'static,
    shared: Rc<T>,
) -> Option<T> {
    drop(shared);
    tokio::spawn(task).await.ok()
}

fn background(_: impl Future + Send) {}

fn main() {
    background(value(async { 1 }, Rc::new(1)));
}
