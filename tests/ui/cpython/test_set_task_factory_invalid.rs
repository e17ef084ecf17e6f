// What makes the tasks is a number.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn start(factory: impl Fn(u8) -> Task<()>) -> Task<()> {
    factory(1)
}

fn main() {
    start(1);
}
