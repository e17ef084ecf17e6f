//! A worker: a server for the service, which the Restate server calls.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::thread;

use ensure_future::{create_task, promise};
use ensure_future_restate::listen;
use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use restate_sdk::endpoint::Endpoint;
use restate_sdk::hyper::HyperEndpoint;
use tokio::runtime::Builder;
use tokio::select;
use tokio::time::sleep;

use crate::arguments::Work;
use crate::gateway::PAUSE;
use crate::service::{Checksums, say};

/// Jobs on each connection. The gateway spreads connections over the workers, and the server opens another connection only
/// when a connection has its maximum of jobs. A low maximum spreads the jobs, too. The SDK's `HttpServer` can't set it, so
/// [`serve`] does without `HttpServer`.
const STREAMS: u32 = 2;

/// Prints the worker's address, and serves until it is told to end.
pub(crate) fn work(arguments: &Work) -> io::Result<()> {
    let checksums = Checksums {
        verbose: arguments.verbose,
        ..Checksums::default()
    };
    let jobs = checksums.jobs.clone();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(async {
        select! {
            failed = serve(arguments.address, checksums) => failed,
            () = eof(), if arguments.until_eof => Ok(()),
        }
    });
    runtime.shutdown_background(); // does not wait for a read that hangs
    if arguments.verbose {
        say(format!("jobs: {}", jobs.load(Ordering::Relaxed)).as_bytes());
    }
    ended
}

/// Waits until the standard input is closed.
async fn eof() {
    let (resolver, closed) = promise();
    thread::spawn(|| resolver.resolve(io::copy(&mut io::stdin(), &mut io::sink())));
    let _ = closed.await;
}

async fn serve(address: SocketAddr, checksums: Checksums) -> io::Result<()> {
    let endpoint = HyperEndpoint::new(Endpoint::builder().bind(checksums).build());
    let listener = listen(address)?;
    println!("{}", listener.local_addr()?);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        let connection = http2::Builder::new(TokioExecutor::new())
            .max_concurrent_streams(STREAMS)
            .serve_connection(TokioIo::new(stream), endpoint.clone());
        drop(create_task(connection));
    }
}
