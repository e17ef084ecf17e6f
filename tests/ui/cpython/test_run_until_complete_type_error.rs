// A text is to be run.
use ensure_future::run;

fn main() {
    run("blah");
}
