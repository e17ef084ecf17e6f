// The runtime that is named by `on` stands in a pattern.
use ensure_future::{Task, accepts_awaitable};
use tokio::runtime::Handle;

#[accepts_awaitable(on = handle)]
fn cancel((handle, _limit): (Handle, u8), task: Task<u8>) -> bool {
    drop(handle);
    task.cancel()
}

fn main() {
    cancel((Handle::current(), 1), async { 1 });
}
