// The attribute was not imported.
use ensure_future::Task;

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(ensure_future::create_task(async { 1 }));
}
