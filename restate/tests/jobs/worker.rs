//! The worker that runs the jobs, in a thread of the test.

#![expect(clippy::unused_async, reason = "a handler is async, whatever it does")]

use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use restate_sdk::prelude::*;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::asking::Asking;
use crate::handler::Handlers;
use crate::passed::Meeting;
use crate::races::Naps;

pub(crate) struct Jobs;

/// Tells the tests that a job waits.
pub(crate) static WAITS: Notify = Notify::const_new();

#[restate_sdk::service]
impl Jobs {
    #[handler]
    async fn double(&self, _context: Context<'_>, number: u64) -> HandlerResult<u64> {
        Ok(number * 2)
    }

    /// Waits for a cancellation, and ends with it.
    #[handler]
    async fn wait(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
        WAITS.notify_one();
        context.sleep(Duration::from_secs(3600)).await?;
        Ok(number)
    }

    /// Goes on after a cancellation.
    #[handler]
    async fn ignore(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
        WAITS.notify_one();
        let _cancelled = context.sleep(Duration::from_secs(3600)).await;
        Ok(number)
    }

    #[handler]
    async fn fail(&self, _context: Context<'_>, code: u16) -> HandlerResult<u64> {
        Err(TerminalError::new_with_code(code, "no space left").into())
    }

    #[handler]
    async fn text(&self, _context: Context<'_>, _number: u64) -> HandlerResult<String> {
        Ok("four".into())
    }
}

pub(crate) struct Work;

#[restate_sdk::workflow]
impl Work {
    #[handler]
    async fn run(&self, _context: WorkflowContext<'_>, number: u64) -> HandlerResult<u64> {
        Ok(number * 2)
    }
}

/// The port of the worker.
pub(crate) static PORT: LazyLock<u16> = LazyLock::new(|| {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let worker = async {
        let listener = TcpListener::from_std(listener).unwrap();
        serve(listener).await;
    };
    thread::spawn(|| Runtime::new().unwrap().block_on(worker));
    port
});

/// Runs the jobs for which the server connects to the listener.
pub(crate) async fn serve(listener: TcpListener) {
    let services = Endpoint::builder()
        .bind(Jobs)
        .bind(Handlers)
        .bind(Asking)
        .bind(Meeting)
        .bind(Naps)
        .bind(Work);
    HttpServer::new(services.build()).serve(listener).await;
}
