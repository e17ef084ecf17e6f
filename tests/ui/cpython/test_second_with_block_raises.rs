// A runner is used again after the block that it was moved into.
use ensure_future::Runner;

fn main() {
    let mut runner = Runner::new().unwrap();
    {
        let mut runner = runner;
        runner.run(async {});
    }
    runner.run(async {});
}
