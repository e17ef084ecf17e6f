// A coroutine is made and never awaited.
#![deny(unused_must_use)]

use ensure_future::run;

async fn coroutine() {}

fn main() {
    run(async {
        coroutine();
    });
}
