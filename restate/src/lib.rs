//! Jobs of [Restate](https://restate.dev), passed wherever [`ensure_future`] accepts a task.
//!
//! Restate runs jobs durably, on other machines: a job has an id, its result can be fetched from any process, and it
//! can be cancelled. The SDK's client returns a [`SendResponse`] or an [`InvocationHandle`] for a job. You pass these
//! directly to `gather`, `wait_for`, a `TaskGroup`, or a framework's own function. Restate's server has the Business
//! Source License; its SDK and this crate do not.
//!
//! ```no_run
//! use ensure_future::gather;
//! use ensure_future_restate::{Restate, run_job};
//! use restate_sdk::prelude::*;
//!
//! struct Numbers;
//!
//! #[restate_sdk::service]
//! impl Numbers {
//!     #[handler]
//!     async fn double(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
//!         run_job(context, async move { number.checked_mul(2).ok_or("the number is too large") }).await
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let restate = Restate::connect("http://127.0.0.1:8080".parse()?, "http://127.0.0.1:9070".parse()?)?;
//! let numbers = NumbersIngressClient::from_client(restate.client()); // the SDK generates it for the service
//!
//! let jobs = [numbers.double(1).send().await?, numbers.double(2).send().await?];
//! for outcome in gather(jobs).await {
//!     println!("{}", outcome??);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The README has a complete program, with a worker. The guide's page [remote jobs] shows what a function sees, and what
//! cancels a job.
//!
//! [remote jobs]: https://docs.rs/ensure-future/latest/ensure_future/guide/remote/index.html
//!
//! # Clients
//!
//! Create the clients of your services with [`Restate::client`]. A client of the SDK's own `ReqwestClient` has no limits
//! and can't cancel, so its handles are not accepted. [`Restate::attach`] finds such a job by its id.
//!
//! | to | write |
//! | --- | --- |
//! | await a job | `ensure_future(job).await??` |
//! | get the id of a job, and find the job again in any process | `job.invocation_handle().invocation_id()`, `restate.attach::<u64>(id)` |
//! | start a job once, even if the request is retried | `numbers.double(1).idempotency_key("one").send().await?` |
//! | await a job in a group with another error type | `group.create_task(async { anyhow::Ok(ensure_future(job).await??) })` |
//!
//! Pass a job only after `send().await?`. The coroutines `send()`, `call()` and `attach()` of the SDK are awaitables of
//! their own: if you pass one of these and cancel it, the request ends, and the job goes on.
//!
//! # Workers
//!
//! A worker is a process that serves handlers. Its `main` binds a listener with [`listen`], and each handler runs its
//! work with [`run_job`]. Tell the server's admin API the worker's address, and again with `"force": true` when the
//! handlers have changed:
//!
//! ```text
//! curl http://127.0.0.1:9070/deployments --json '{"uri": "http://127.0.0.1:9080"}'
//! ```
//!
//! The server calls a service at one address. To have several workers, put a gateway before them that spreads the
//! connections. The example `fleet` has a gateway of 60 lines. If a worker ends during a job, Restate runs the handler
//! again, on the first worker that answers. So the work must be idempotent.
//!
//! # Cancelling
//!
//! If you cancel a task that waits for a job, the task asks Restate to cancel the job, and waits until the job has ended.
//! This wait has no limit: the job does not end while no worker answers, or while its handler is not notified of the
//! cancellation. [`run_job`] notifies the work at once. Without it, a handler is notified while it waits for something of
//! Restate. You can end any job with `PATCH /invocations/ID/kill` of the admin API. The job has then failed, with the
//! message "killed".
//!
//! Restate runs a handler at most 70 times by default, and then pauses the job. A paused job does not end, even if you
//! cancel it, until you resume it with `PATCH /invocations/ID/resume`, or kill it.
//!
//! # Errors
//!
//! The outcome of a job is a `Result<T, RemoteError>`. This is what the [kinds](ensure_future::RemoteErrorKind) of
//! errors mean here:
//!
//! | kind | when |
//! | --- | --- |
//! | `Cancelled` | somebody has cancelled the job: it ended with the code 409 and the message "cancelled" or "canceled" |
//! | `Failed` | the handler has returned a terminal error, or the job was killed; the source is a [`JobFailure`] |
//! | `Undecodable` | the job has succeeded, but its value can't be deserialized as a `T` |
//! | `Unknown` | the server has no job with this id: it never had one, it ended more than a day ago (the default retention), or it was cancelled before it began |
//! | `Unreachable` | the ingress gave no usable answer; the source is a [`RequestError`], or the SDK's `ClientError` if the answer was unexpected |
//! | `NotCancelled` | the admin API did not accept the request to cancel the job; the source is an `Unreachable` error |
//!
//! A request to submit a job returns the SDK's `ClientError`. If there was no usable answer, its source is a
//! [`RequestError`], too. [`RequestErrorKind`] tells whether the server has the request:
//!
//! | kind | cause | does the server have the request? | the request fails |
//! | --- | --- | --- | --- |
//! | `NoConnection` | the server is down or can't be reached | no | after [`Limits::give_up`] |
//! | `NoAnswer` | the network stalls or breaks, or the server ends | maybe | after [`Limits::give_up`] |
//! | `Unavailable` | the status is 429 or 5xx, from the server or from a proxy before it | maybe | after [`Limits::give_up`] |
//! | `Refused` | no worker is registered for the service, the service has no such handler, or the input is larger than 32 MiB | it has rejected it | at once |
//! | `NotRestate` | the address is wrong: another server answers, or the other API of Restate; or a proxy rejects the request | no | at once |
//!
//! A request that is not retried fails at once. [`Limits`] has a table of the exact limits.
//!
//! If the server stops, tasks wait up to [`Limits::give_up`] for it to start again. It still has the jobs and their
//! results then.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod answer;
mod connection;
mod conversions;
mod errors;
mod executor;
mod handler;
mod limits;
mod listen;
mod operation;
mod patience;
mod request_error;
mod terminal_error;

pub use self::connection::{ConnectError, Restate};
pub use self::conversions::Remote;
pub use self::errors::JobFailure;
pub use self::executor::Executor;
pub use self::handler::{run_job, run_job_with_heartbeat};
pub use self::limits::Limits;
pub use self::listen::listen;
pub use self::request_error::{RequestError, RequestErrorKind};

#[cfg(doc)]
use restate_sdk::ingress::{InvocationHandle, SendResponse};
