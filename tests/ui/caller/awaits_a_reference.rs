// A task is awaited by a shared reference.
use ensure_future::create_task;

fn main() {
    drop(async {
        let task = create_task(async { 1 });
        drop((&task).await);
    });
}
