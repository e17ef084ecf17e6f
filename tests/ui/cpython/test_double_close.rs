// A runner is dropped twice.
use ensure_future::Runner;

fn main() {
    let runner = Runner::new().unwrap();
    drop(runner);
    drop(runner);
}
