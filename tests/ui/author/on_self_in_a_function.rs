// The option `on` uses `self` in a function that has none.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(on = self.handle)]
fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

fn main() {
    cancel(async { 1 });
}
