// The author's factory is a generic parameter of the `impl`.
use ensure_future::{Task, accepts_awaitable};

struct Retry<F>(F);

impl<F> Retry<F> {
    #[accepts_awaitable]
    fn with(self, factory: F) -> Self
    where
        F: FnMut() -> Task<u8>,
    {
        Self(factory)
    }
}

fn main() {}
