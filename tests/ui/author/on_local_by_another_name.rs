// With the option `on`, a `LocalTask` is declared by another name.
use ensure_future::{LocalTask, accepts_awaitable};
use tokio::task::LocalSet;

type Job = LocalTask<u8>;

#[accepts_awaitable(on = locals)]
fn start(locals: &LocalSet, #[awaitable] task: Job) -> bool {
    task.cancel()
}

fn main() {
    start(&LocalSet::new(), async { 1 });
}
