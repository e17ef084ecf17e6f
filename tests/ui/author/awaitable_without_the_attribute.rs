// A parameter is marked, but the function is not.
use ensure_future::Task;

fn cancel(#[awaitable] task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }));
}
