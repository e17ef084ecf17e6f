// A promise is given a second value.
use ensure_future::promise;

fn main() {
    let (resolver, _task) = promise();
    resolver.resolve(42).unwrap();
    resolver.resolve(43).unwrap();
}
