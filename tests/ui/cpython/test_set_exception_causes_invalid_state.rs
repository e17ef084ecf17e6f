// A promise that was fulfilled is given an error too.
use ensure_future::promise;

fn main() {
    let (resolver, _task) = promise();
    let _ = resolver.resolve(Ok(10));
    let _ = resolver.resolve(Err("an error"));
}
