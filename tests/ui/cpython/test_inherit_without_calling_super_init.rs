// A type of our own is made of a promise's side that was never made.
use ensure_future::Resolver;

struct MyResolver {
    resolver: Resolver<u8>,
}

fn main() {
    drop(MyResolver {}.resolver);
}
