// A coroutine drops the runner that runs it.
use ensure_future::Runner;

fn main() {
    let mut runner = Runner::new().unwrap();
    let main = async { drop(runner) };
    runner.run(main);
}
