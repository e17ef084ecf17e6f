// What a closure gives borrows a local variable.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn twice(mut factory: impl FnMut() -> Task<u32>) -> bool {
    factory().cancel() && factory().cancel()
}

fn main() {
    let text = String::from("text");
    twice(|| async { text.len() as u32 });
}
