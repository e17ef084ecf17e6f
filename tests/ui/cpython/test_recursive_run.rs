// A runner runs a coroutine that uses the same runner.
use ensure_future::Runner;

fn main() {
    let mut runner = Runner::new().unwrap();
    let main = async { runner.run(async {}) };
    runner.run(main);
}
