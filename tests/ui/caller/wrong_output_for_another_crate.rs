// The author's macro finds the runtime behind a path of its own, and the output is of another type.
use ensure_future::{Task, accepts_awaitable};

mod framework {
    pub use ensure_future;
}

#[accepts_awaitable(crate = framework::ensure_future)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { "text" });
}
