// The main coroutine is passed to `run` without a call.
use ensure_future::run;

async fn serve() {}

fn main() {
    run(serve);
}
