//! `sha256sum` for whole directories, on many workers: a job of Restate for each directory.
//!
//! ```text
//! cargo run -p ensure-future-restate --release --example fleet -- PATH...
//! ```
//!
//! The program starts a Restate server and a worker for each core, and prints what `sha256sum` would. It follows
//! symbolic links that are arguments, and skips those below. The files of a directory come before those of the
//! directories in it. Unreadable files are named on stderr. The files of a directory are a single job, whose
//! value can have 31 MiB. This is enough for about 130,000 files.
//!
//! A job takes a few milliseconds of the server's time. For small files on a local disk, `checksums` is faster.
//!
//! You can also run the workers yourself, on any machine that sees the same files under the same paths:
//!
//! ```text
//! fleet worker 0.0.0.0:9080
//! fleet --ingress http://127.0.0.1:8080 --admin http://127.0.0.1:9070 PATH...
//! ```
//!
//! Before the first job, tell your server where the service is:
//!
//! ```text
//! curl http://127.0.0.1:9070/deployments --json '{"uri": "http://GATEWAY:9080"}'
//! ```
//!
//! Restate calls a service at one address, so several workers need a gateway before them, which spreads the
//! connections. [`gateway`] does this for the workers that the program starts. A single worker needs no gateway.
//!
//! | exit status | when |
//! | --- | --- |
//! | 0 | every file was hashed |
//! | 1 | a file could not be hashed, the output could not be written, or the server or all workers are gone |
//! | 2 | the arguments are wrong |
//! | 130 | Ctrl-C was pressed |
//! | 141 | the reader of the output has gone, as in `fleet . \| head -1` |
//!
//! Ctrl-C cancels the jobs on the server, and the program waits until they have ended. Then its workers have five
//! seconds to end, and after them its server. The program kills those that take longer. A second Ctrl-C during the wait
//! for the jobs ends the program at once. A worker stops in the middle of a file, and names the directory on stderr. If
//! a worker dies, the server runs its jobs again, on another worker.
//!
//! What to look at: [`framework`] is the file of the example `checksums`, and does not know of Restate. In [`client`],
//! `InOrder::push` gets the SDK's response to a submitted job. If a directory can't be read, the same function gets a
//! coroutine. `Until::wait` gets a coroutine that starts the fleet, tokio's handle for a directory that is being
//! listed, and a promise for the lines that another thread prints. The handler in [`service`] is graceful, so it is
//! asked to end when its job is cancelled. `main` stops the fleet after `run`, which waits for the cancelled jobs.

use std::process::ExitCode;

use ensure_future::run;

use crate::arguments::Arguments;

#[path = "fleet/arguments.rs"]
mod arguments;
#[path = "fleet/client.rs"]
mod client;
#[path = "../../runtime/examples/checksums/framework.rs"]
mod framework;
#[path = "fleet/gateway.rs"]
mod gateway;
#[path = "../../runtime/examples/checksums/hashing.rs"]
mod hashing;
#[path = "../../runtime/examples/checksums/output.rs"]
mod output;
#[path = "fleet/processes.rs"]
mod processes;
#[path = "fleet/service.rs"]
mod service;
#[path = "../../runtime/examples/checksums/tree.rs"]
mod tree;
#[path = "fleet/worker.rs"]
mod worker;

fn main() -> ExitCode {
    match Arguments::parse() {
        Ok(Arguments::Hash(arguments)) => {
            let mut fleet = None;
            let status = run(client::hash(arguments, &mut fleet));
            drop(fleet); // the jobs have ended
            ExitCode::from(status)
        }
        Ok(Arguments::Work(arguments)) => match worker::work(&arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                service::say(error.to_string().as_bytes());
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            output::say(format!("fleet: {error}\n{}", arguments::USAGE).as_bytes());
            ExitCode::from(2)
        }
    }
}
