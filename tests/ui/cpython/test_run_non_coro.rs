// What a runner is to run is a number.
use ensure_future::Runner;

fn main() {
    let mut runner = Runner::new().unwrap();
    runner.run(123);
}
