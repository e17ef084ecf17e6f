//! The worker that runs the jobs, in a thread of the benchmark.

#![expect(clippy::unused_async, reason = "a handler is async, whatever it does")]

use std::convert::Infallible;
use std::sync::{LazyLock, mpsc};
use std::thread;

use ensure_future_restate::{listen, run_job};
use restate_sdk::prelude::*;
use tokio::runtime::Runtime;

pub(crate) struct Jobs;

#[restate_sdk::service]
impl Jobs {
    #[handler]
    async fn double(&self, _context: Context<'_>, number: u64) -> HandlerResult<u64> {
        Ok(number * 2)
    }

    #[handler]
    async fn double_in_run_job(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
        run_job(context, async move { Ok::<_, Infallible>(number * 2) }).await
    }
}

/// The port of the worker.
pub(crate) static PORT: LazyLock<u16> = LazyLock::new(|| {
    let (sender, port) = mpsc::channel();
    let serve = async move {
        let listener = listen(([127, 0, 0, 1], 0).into()).unwrap();
        sender.send(listener.local_addr().unwrap().port()).unwrap();
        let endpoint = Endpoint::builder().bind(Jobs).build();
        HttpServer::new(endpoint).serve(listener).await;
    };
    thread::spawn(|| Runtime::new().unwrap().block_on(serve));
    port.recv().unwrap()
});
