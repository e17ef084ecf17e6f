// A coroutine is awaited that a task was made of.
use ensure_future::{create_task, run};

async fn coroutine() {}

fn main() {
    run(async {
        let coroutine = coroutine();
        let task = create_task(coroutine);
        coroutine.await;
        task.cancel();
    });
}
