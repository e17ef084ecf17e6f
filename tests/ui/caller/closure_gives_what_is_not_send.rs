// What a closure gives is not `Send`.
use std::rc::Rc;

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn twice(mut factory: impl FnMut() -> Task<u32>) -> bool {
    factory().cancel() && factory().cancel()
}

fn main() {
    let shared = Rc::new(1);
    twice(|| {
        let shared = shared.clone();
        async move { *shared }
    });
}
