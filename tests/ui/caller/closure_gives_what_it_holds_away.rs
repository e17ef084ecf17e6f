// A closure gives away what it needs again.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn twice(mut factory: impl FnMut() -> Task<u32>) -> bool {
    factory().cancel() && factory().cancel()
}

fn main() {
    let text = String::from("text");
    twice(move || async move { text.len() as u32 });
}
