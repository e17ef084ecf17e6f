// Another parameter has no size.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn log(task: Task<u8>, text: str) {
    println!("{task:?}: {}", &text);
}

fn main() {}
