// What is to be run is a number.
use ensure_future::run;

fn main() {
    run(1);
}
