// A result names the type of a future in place that has a named output.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub fn held<F: Future<Output = ()>>(#[awaitable] future: F) -> Option<F> {
    Some(future)
}

fn main() {}
