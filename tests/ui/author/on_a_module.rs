// The attribute stands on a module, to mean each function in it.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
mod jobs {
    use ensure_future::Task;

    pub fn cancel(task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    jobs::cancel(ensure_future::create_task(async { 1 }));
}
