// The body names an argument as generated code does.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel((task, _): (Task<u8>, Task<u8>)) -> bool {
    drop(argument0);
    task.cancel()
}

fn main() {
    cancel((async { 1 }, async { 2 }));
}
