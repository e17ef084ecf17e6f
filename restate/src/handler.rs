//! The work of a handler.

use std::error::Error;
use std::pin::Pin;
use std::time::Duration;

use crate::terminal_error::{self, LARGEST};
use ensure_future::{Task, accepts_awaitable};
use restate_sdk::context::ContextTimers;
use restate_sdk::errors::{HandlerResult, TerminalError};
use restate_sdk::serde::Serialize;
use tokio::select;

#[cfg(doc)]
use crate::JobFailure;

/// The server's inactivity timeout, unless it is configured.
const INACTIVITY_TIMEOUT: Duration = Duration::from_secs(60);
const HEARTBEAT: Duration = INACTIVITY_TIMEOUT.checked_div(3).unwrap();

/// Runs the work of a handler. An error or a panic ends the job, and a cancellation of the job cancels the work.
///
/// `work` is an ordinary coroutine or a task. It returns errors of any type, but not those of the SDK; a [`JobFailure`]
/// sets the code.
///
/// Without this function, Restate runs a handler again after a panic, and after any error that is not a
/// [`TerminalError`]: 70 times by default, which takes about an hour. Then it pauses the job. Meanwhile the caller waits,
/// even if it has cancelled the job.
///
/// When the job is cancelled, this function cancels `work` and waits until it has ended. If `work` is
/// [`graceful`](ensure_future::graceful), it can clean up first, and it can go on and return a value.
///
/// If the worker's process ends before the job does, Restate runs the handler again, on this or another worker. `work`
/// then starts anew, so it must be idempotent. You can record durable steps with `context.run` before you call this
/// function, but not after: a second run must make the same calls on the context in the same order, and the number of
/// sleeps differs between runs. Therefore this function takes the context by value.
///
/// # How a handler is notified of a cancellation
///
/// Restate notifies a handler of a cancellation only while the handler waits for something of Restate. So this function
/// awaits durable sleeps of 20 seconds in a loop while `work` runs. This also keeps the server from suspending the
/// handler, which would drop `work` midway: the server does so when nothing has happened for its inactivity timeout, 60
/// seconds by default. If you configure an inactivity timeout below 40 seconds, use [`run_job_with_heartbeat`].
///
/// The connection to the server must be bidirectional, as HTTP/2 is. Function platforms such as AWS Lambda do not support
/// this.
///
/// # Errors
///
/// The error ends the job; Restate does not run the handler again.
///
/// | `work` | the job |
/// | --- | --- |
/// | returns an error | fails with the error's message and those of its sources, and the code 500 |
/// | returns a [`JobFailure`], or an error with such a source | the same, with the code of the [`JobFailure`] |
/// | returns a value that can't be serialized | fails with the message of the serializer |
/// | returns a value of more than 31 MiB | fails with the code 413: the server takes messages of up to 32 MiB |
/// | returns an error whose message has more than 31 MiB | fails with the first 1,000 characters |
/// | panics | fails with the message of the panic |
/// | is cancelled because the job was cancelled | is cancelled |
/// | is a task that somebody else cancels | fails: "the worker cancelled the handler's task" |
///
/// # Cancel safety
///
/// If the future is dropped, `work` is cancelled. The SDK drops a handler's future when the server closes the connection.
///
/// # Examples
///
/// ```
/// use std::io;
///
/// use ensure_future::graceful;
/// use ensure_future_restate::run_job;
/// use restate_sdk::prelude::*;
/// use tokio::fs::File;
/// use tokio::io::AsyncReadExt;
///
/// struct Lines;
///
/// #[restate_sdk::service]
/// impl Lines {
///     #[handler]
///     async fn count(&self, context: Context<'_>, path: String) -> HandlerResult<u64> {
///         let work = graceful(async move |cancel| {
///             let mut file = File::open(path).await?;
///             let (mut buffer, mut count) = ([0; 1 << 12], 0);
///             loop {
///                 let size = file.read(&mut buffer).await?;
///                 if size == 0 {
///                     return Ok::<u64, io::Error>(count);
///                 }
///                 count += buffer[..size].iter().filter(|byte| **byte == b'\n').count() as u64;
///                 if cancel.is_requested() {
///                     eprintln!("stopped after {count} lines");
///                     cancel.accept().await;
///                 }
///             }
///         });
///         run_job(context, work).await
///     }
/// }
/// ```
#[accepts_awaitable]
pub async fn run_job<'c, T, E>(
    context: impl ContextTimers<'c> + Send + Sync,
    work: Task<Result<T, E>>,
) -> HandlerResult<T>
where
    T: Serialize + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    run_job_with_heartbeat(context, HEARTBEAT, work).await
}

/// Runs the work of a handler as [`run_job`] does, with durable sleeps of the length `heartbeat`.
///
/// Choose at most half of the server's inactivity timeout, but at least a few seconds, because each sleep adds an entry to
/// the job's journal.
///
/// # Errors
///
/// As [`run_job`].
///
/// # Cancel safety
///
/// As [`run_job`].
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future_restate::run_job_with_heartbeat;
/// use restate_sdk::prelude::*;
///
/// struct Reports;
///
/// #[restate_sdk::service]
/// impl Reports {
///     #[handler]
///     async fn write(&self, context: Context<'_>, path: String) -> HandlerResult<()> {
///         let work = tokio::fs::write(path, "report");
///         run_job_with_heartbeat(context, Duration::from_secs(2), work).await
///     }
/// }
/// ```
#[accepts_awaitable]
pub async fn run_job_with_heartbeat<'c, T, E>(
    context: impl ContextTimers<'c> + Send + Sync,
    heartbeat: Duration,
    work: Task<Result<T, E>>,
) -> HandlerResult<T>
where
    T: Serialize + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    let mut work = work.into_future(); // if this is dropped, the work is cancelled
    let mut is_cancelled = false;
    let outcome = loop {
        select! {
            biased; // a second run goes through the sleeps of its journal first
            slept = sleep(&context, heartbeat) => if slept.is_err() {
                is_cancelled = true;
                work.cancel();
            },
            outcome = &mut work => break outcome,
        }
    };
    match outcome {
        Ok(Ok(value)) => match value.serialize() {
            Ok(bytes) if bytes.len() > LARGEST => Err(terminal_error::too_large(&bytes).into()),
            Ok(_) => Ok(value),
            Err(error) => Err(terminal_error::of(&error).into()),
        },
        Ok(Err(error)) => Err(terminal_error::of(&*error.into()).into()),
        Err(error) => Err(terminal_error::of_task(error, is_cancelled).into()),
    }
}

/// A sleep of Restate, which ends with an error when the job is cancelled. It is boxed, since rustc does not find that
/// the SDK's own future is `Send` in a coroutine.
fn sleep<'c>(
    context: &impl ContextTimers<'c>,
    duration: Duration,
) -> Pin<Box<dyn Future<Output = Result<(), TerminalError>> + Send + 'c>> {
    Box::pin(context.sleep(duration))
}
