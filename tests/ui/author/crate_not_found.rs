// The option `crate` names a path that leads nowhere.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(crate = toolkit::ensure_future)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
