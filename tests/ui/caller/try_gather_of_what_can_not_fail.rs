// What is gathered for its success can't fail.
use ensure_future::try_gather;

fn main() {
    drop(try_gather([async { 1 }]));
}
