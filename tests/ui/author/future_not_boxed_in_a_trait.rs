// A future in place is not boxed in a trait with `as`.
// Nor is a `Vec` of them.
use ensure_future::accepts_awaitable;

#[accepts_awaitable(as = ServerExt)]
pub trait Server {
    #[accepts_awaitable(as = serve_until)]
    fn serve(&self, #[awaitable] shutdown: impl Future<Output = ()>);

    #[accepts_awaitable(as = serve_all_of)]
    fn serve_all(&self, #[awaitable] requests: Vec<impl Future<Output = ()>>);
}

fn main() {}
