// A runner is asked for its handle after it was dropped.
use ensure_future::Runner;

fn main() {
    let runner = Runner::new().unwrap();
    drop(runner);
    runner.handle();
}
