// An implementor takes an `impl Future` where the trait gives it a box.
// Another one takes a box that lives for ever.
use ensure_future::accepts_awaitable;
use std::pin::Pin;

#[accepts_awaitable(as = ServerExt, boxed)]
pub trait Server {
    #[accepts_awaitable(as = serve_until)]
    fn serve(&self, #[awaitable] shutdown: impl Future<Output = ()> + Send);
}

pub struct AnyFuture;

impl Server for AnyFuture {
    fn serve(&self, shutdown: impl Future<Output = ()> + Send) {
        drop(shutdown);
    }
}

pub struct ForEver;

impl Server for ForEver {
    fn serve(&self, shutdown: Pin<Box<dyn Future<Output = ()> + Send>>) {
        drop(shutdown);
    }
}

fn main() {}
