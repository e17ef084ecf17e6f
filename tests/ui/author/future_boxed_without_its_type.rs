// In a trait with `as`, a future in place is a generic parameter, which no trait object can have.
// The output of a future has no name.
// A future is drawn from an iterator.
use ensure_future::accepts_awaitable;

#[accepts_awaitable(as = ServerExt, boxed)]
pub trait Server {
    #[accepts_awaitable(as = serve_until)]
    fn serve<F: Future<Output = ()>>(&self, #[awaitable] shutdown: F);

    #[accepts_awaitable(as = show_later)]
    fn show(&self, #[awaitable] shown: impl Future<Output = impl ToString>);

    #[accepts_awaitable(as = serve_each_of)]
    fn serve_each(&self, #[awaitable] requests: impl Iterator<Item = impl Future<Output = ()>>);
}

fn main() {}
