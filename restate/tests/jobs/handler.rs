//! What `run_job` makes of the work of a handler.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::future::pending;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ensure_future::{RemoteErrorKind, create_task, ensure_future, graceful};
use ensure_future_restate::{Executor, JobFailure, run_job, run_job_with_heartbeat};
use restate_sdk::ingress::SendResponse;
use restate_sdk::prelude::*;
use tokio::sync::Notify;
use tokio::time::sleep;

use crate::server::{SERVER, Server};

pub(crate) struct Handlers;

/// Tell the test of a cancellation that the work has begun, and that it was dropped.
static BEGUN: Notify = Notify::const_new();
static DROPPED: Notify = Notify::const_new();
/// Tell the tests that graceful work has begun, and that it has cleaned up.
static GRACEFUL_BEGUN: Notify = Notify::const_new();
static CLEANED_UP: Notify = Notify::const_new();
static STUBBORN_BEGUN: Notify = Notify::const_new();

static PANICS: AtomicU32 = AtomicU32::new(0);
static STARTS: AtomicU32 = AtomicU32::new(0);

/// Notifies when it is dropped.
struct Dropped(&'static Notify);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// JSON has no maps with such keys.
type Unserializable = Json<HashMap<Vec<u8>, u8>>;

#[restate_sdk::service]
impl Handlers {
    #[handler]
    async fn double(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
        let task = create_task(async move { Ok::<_, io::Error>(number * 2) });
        run_job(context, task).await
    }

    #[handler]
    async fn fail(&self, context: Context<'_>, path: String) -> HandlerResult<String> {
        run_job(context, async {
            let source = io::Error::from(io::ErrorKind::NotFound);
            Err(Unreadable(path, source.into()))
        })
        .await
    }

    #[handler]
    async fn fail_with(&self, context: Context<'_>, code: u16) -> HandlerResult<u64> {
        let message = "no space left".into();
        run_job(context, async move { Err(JobFailure { code, message }) }).await
    }

    #[handler]
    async fn fail_within(&self, context: Context<'_>, code: u16) -> HandlerResult<u64> {
        let message = "no space left".into();
        let work = async move {
            let source = JobFailure { code, message };
            Err(Unreadable("list.txt".into(), source.into()))
        };
        run_job(context, work).await
    }

    #[handler]
    async fn return_text(&self, context: Context<'_>, length: u32) -> HandlerResult<String> {
        let work = async move { Ok::<_, io::Error>("x".repeat(length as usize)) };
        run_job(context, work).await
    }

    #[handler]
    async fn fail_with_text(&self, context: Context<'_>, length: u32) -> HandlerResult<u64> {
        run_job(context, async move { Err("x".repeat(length as usize)) }).await
    }

    #[handler]
    async fn panic(&self, context: Context<'_>, message: String) -> HandlerResult<u64> {
        run_job(context, panics(message)).await
    }

    #[handler]
    async fn unserializable(&self, context: Context<'_>) -> HandlerResult<Unserializable> {
        let map = HashMap::from([(vec![1], 1)]);
        run_job(context, async { Ok::<_, io::Error>(Json(map)) }).await
    }

    #[handler]
    async fn wait(&self, context: Context<'_>) -> HandlerResult<u64> {
        let work = async {
            let _dropped = Dropped(&DROPPED);
            BEGUN.notify_one();
            Ok::<_, io::Error>(pending().await)
        };
        run_job(context, work).await
    }

    #[handler]
    async fn clean_up(&self, context: Context<'_>) -> HandlerResult<u64> {
        let work = graceful(async |cancel| -> io::Result<u64> {
            GRACEFUL_BEGUN.notify_one();
            cancel.requested().await;
            sleep(Duration::from_millis(50)).await;
            CLEANED_UP.notify_one();
            cancel.accept().await
        });
        run_job(context, work).await
    }

    #[handler]
    async fn finish(&self, context: Context<'_>) -> HandlerResult<u64> {
        let work = graceful(async |cancel| {
            STUBBORN_BEGUN.notify_one();
            cancel.requested().await;
            Ok::<_, io::Error>(7)
        });
        run_job(context, work).await
    }

    #[handler]
    async fn outlast(&self, context: Context<'_>, seconds: u64) -> HandlerResult<u32> {
        let work = async move {
            let starts = STARTS.fetch_add(1, Ordering::Relaxed) + 1;
            sleep(Duration::from_secs(seconds)).await;
            Ok::<_, io::Error>(starts)
        };
        run_job_with_heartbeat(context, Duration::from_millis(250), work).await
    }
}

#[expect(clippy::unused_async, reason = "it is the work of a handler")]
async fn panics(message: String) -> io::Result<u64> {
    PANICS.fetch_add(1, Ordering::Relaxed);
    panic!("{message}");
}

/// An error with a source.
#[derive(Debug)]
struct Unreadable(String, Box<dyn Error + Send + Sync>);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't read {}", self.0)
    }
}

impl Error for Unreadable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.1)
    }
}

fn handlers(server: &Server) -> HandlersIngressClient<Executor> {
    HandlersIngressClient::from_client(server.connect().client())
}

async fn failure_of<T>(job: SendResponse<Executor, T>) -> JobFailure
where
    T: restate_sdk::serde::Deserialize + Send + 'static,
{
    let error = ensure_future(job).await.unwrap().err().unwrap();
    assert_eq!(error.kind(), RemoteErrorKind::Failed);
    error
        .source()
        .unwrap()
        .downcast_ref::<JobFailure>()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn the_value_of_the_work_is_the_value_of_the_job() {
    let job = handlers(&SERVER).double(4).send().await.unwrap();
    assert_eq!(ensure_future(job).await.unwrap().unwrap(), 8);
}

#[tokio::test]
async fn an_error_ends_the_job_with_its_message_and_its_sources() {
    let job = handlers(&SERVER)
        .fail("list.txt".into())
        .send()
        .await
        .unwrap();
    let failure = failure_of(job).await;
    assert_eq!(failure.code, 500);
    assert_eq!(failure.message, "can't read list.txt: entity not found");
}

#[tokio::test]
async fn a_job_failure_keeps_its_code() {
    let job = handlers(&SERVER).fail_with(507).send().await.unwrap();
    let message = "no space left".to_owned();
    assert_eq!(failure_of(job).await, JobFailure { code: 507, message });
}

#[tokio::test]
async fn a_code_that_is_no_error_of_http_becomes_500() {
    for code in [0, 100, 200, 204, 302, 399, 600, u16::MAX] {
        let job = handlers(&SERVER).fail_with(code).send().await.unwrap();
        assert_eq!(failure_of(job).await.code, 500, "{code}");
    }
}

#[tokio::test]
async fn a_job_failure_below_other_errors_keeps_its_code() {
    let job = handlers(&SERVER).fail_within(507).send().await.unwrap();
    let failure = failure_of(job).await;
    assert_eq!(failure.code, 507);
    assert_eq!(failure.message, "can't read list.txt: no space left");
}

#[tokio::test]
async fn a_value_or_an_error_that_is_too_large_for_the_server_ends_the_job() {
    const LIMIT: u32 = 31 << 20;
    let handlers = handlers(&SERVER);
    let largest = LIMIT - 2; // in quotes
    let job = handlers.return_text(largest).send().await.unwrap();
    let value = ensure_future(job).await.unwrap().unwrap();
    assert_eq!(value.len(), largest as usize);

    let job = handlers.return_text(LIMIT).send().await.unwrap();
    let failure = failure_of(job).await;
    assert_eq!(failure.code, 413);
    let sizes = "the value has 32505858 bytes, and the limit is 32505856: ";
    assert!(failure.message.starts_with(sizes), "{failure}");

    let job = handlers.fail_with_text(LIMIT).send().await.unwrap();
    assert_eq!(failure_of(job).await.message.len(), LIMIT as usize);
    let job = handlers.fail_with_text(LIMIT + 1).send().await.unwrap();
    assert!(failure_of(job).await.message.ends_with("xxx [...]"));
}

#[tokio::test]
async fn a_panic_ends_the_job_at_its_first_attempt() {
    let job = handlers(&SERVER)
        .panic("out of paper".into())
        .send()
        .await
        .unwrap();
    let failure = failure_of(job).await;
    assert_eq!(failure.message, "the handler panicked: out of paper");
    assert_eq!(PANICS.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_value_that_can_not_be_serialized_ends_the_job() {
    let job = handlers(&SERVER).unserializable().send().await.unwrap();
    let handle = job.invocation_handle();
    let failure = failure_of(job).await;
    assert!(
        failure.message.contains("key must be a string"),
        "{failure}"
    );
    assert!(handle.attach().await.is_err());
}

#[tokio::test]
async fn a_cancelled_job_drops_the_work() {
    let task = ensure_future(handlers(&SERVER).wait().send().await.unwrap());
    BEGUN.notified().await;
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
    DROPPED.notified().await;
}

#[tokio::test]
async fn graceful_work_cleans_up_before_the_job_ends() {
    let task = ensure_future(handlers(&SERVER).clean_up().send().await.unwrap());
    GRACEFUL_BEGUN.notified().await;
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
    let cleaned_up = tokio::time::timeout(Duration::ZERO, CLEANED_UP.notified()).await;
    assert!(cleaned_up.is_ok(), "the job has ended first");
}

#[tokio::test]
async fn graceful_work_may_finish() {
    let task = ensure_future(handlers(&SERVER).finish().send().await.unwrap());
    STUBBORN_BEGUN.notified().await;
    assert_eq!(task.cancel_and_wait().await.unwrap().unwrap(), 7);
}

#[tokio::test]
async fn work_outlasts_the_inactivity_timeout_of_the_server() {
    let server = Server::start(&[("RESTATE_WORKER__INVOKER__INACTIVITY_TIMEOUT", "1s")]);
    let job = handlers(&server).outlast(4).send().await.unwrap();
    assert_eq!(ensure_future(job).await.unwrap().unwrap(), 1, "starts");
}
