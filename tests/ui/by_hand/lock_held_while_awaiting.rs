// same
use std::sync::Mutex;

fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

static COUNTER: Mutex<u32> = Mutex::new(0);

async fn counted() -> u32 {
    let counter = COUNTER.lock().unwrap();
    std::future::ready(()).await;
    *counter
}

fn main() {
    cancel(counted());
}
