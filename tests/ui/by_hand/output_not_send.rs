// worse: it is said twice, as rustc says by hand of another output
use std::rc::Rc;

async fn value<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(task).await.ok()
}

fn main() {
    let _ = value(async { Rc::new(1) });
}
