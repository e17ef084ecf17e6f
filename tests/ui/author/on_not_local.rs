// The option `on` names a handle, which spawns no coroutine that stays on one thread.
use ensure_future::{LocalTask, accepts_awaitable};
use tokio::runtime::Handle;

#[accepts_awaitable(on = handle)]
fn start(handle: &Handle, task: LocalTask<u8>) -> bool {
    task.cancel()
}

fn main() {
    start(&Handle::current(), async { 1 });
}
