// same
use std::pin::Pin;

pub trait Server {
    fn serve(&self, shutdown: Pin<Box<dyn Future<Output = ()> + Send + '_>>);
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
