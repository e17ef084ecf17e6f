// A promise is given an error after its value.
use ensure_future::promise;

fn main() {
    let (resolver, _task) = promise();
    resolver.resolve(Ok::<u8, &str>(42)).unwrap();
    resolver.resolve(Err("failed")).unwrap();
}
