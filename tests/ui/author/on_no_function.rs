// The attribute stands on a constant.
// The attribute stands on a module, to mean each function in it.
// The attribute stands on a struct.
// The attribute stands on a block of foreign functions.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
const CANCEL: fn(Task<u8>) -> bool = |task| task.cancel();

#[accepts_awaitable]
mod jobs {
    use ensure_future::Task;

    pub fn cancel(task: Task<u8>) -> bool {
        task.cancel()
    }
}

#[accepts_awaitable]
struct Job {
    task: Task<u8>,
}

#[accepts_awaitable]
unsafe extern "C" {
    fn cancel(task: Box<Task<u8>>);
}

fn main() {
    CANCEL(ensure_future::create_task(async { 1 }));
    jobs::cancel(ensure_future::create_task(async { 1 }));
    let _: Option<Job> = None;
    unsafe { cancel(Box::new(ensure_future::create_task(async { 1 }))) };
}
