// A callback is given tasks.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn on_each(callback: impl Fn(Task<u8>)) {
    callback(ensure_future::create_task(async { 1 }));
}

fn main() {
    on_each(|task| drop(task));
}
