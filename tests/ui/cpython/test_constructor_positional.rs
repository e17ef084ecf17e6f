// A promise is given a value when it is made.
use ensure_future::promise;

fn main() {
    drop(promise::<u8>(42));
}
