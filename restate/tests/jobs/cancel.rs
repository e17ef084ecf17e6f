//! A cancellation reaches the job, and its outcome is waited for.

use std::time::Duration;

use ensure_future::RemoteError;
use ensure_future::{
    RemoteErrorKind, Task, WaitForError, accepts_awaitable, ensure_future, wait_for,
};
use tokio::sync::Mutex;

use crate::server::SERVER;
use crate::worker::WAITS;

/// Only one test at a time has a job that waits.
static WAITING: Mutex<()> = Mutex::const_new(());

#[accepts_awaitable]
async fn cancelled(
    job: Task<Result<u64, RemoteError>>,
) -> Result<Result<u64, RemoteError>, tokio::task::JoinError> {
    WAITS.notified().await;
    job.cancel();
    job.await
}

#[tokio::test]
async fn a_cancelled_job_makes_a_cancelled_task() {
    let _waiting = WAITING.lock().await;
    let job = SERVER.jobs().wait(4).send().await.unwrap();
    let handle = job.invocation_handle();
    assert!(cancelled(job).await.unwrap_err().is_cancelled());

    let error = ensure_future(handle).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::Cancelled);
}

#[tokio::test]
async fn a_job_that_ignores_the_request_has_its_value() {
    let _waiting = WAITING.lock().await;
    let job = SERVER.jobs().ignore(4).send().await.unwrap();
    assert_eq!(cancelled(job).await.unwrap().unwrap(), 4);
}

#[tokio::test]
async fn wait_for_cancels_the_job_and_waits_for_its_end() {
    let _waiting = WAITING.lock().await;
    let job = SERVER.jobs().wait(4).send().await.unwrap();
    let handle = job.invocation_handle();
    WAITS.notified().await;
    let error = wait_for(job, Duration::from_millis(10)).await.unwrap_err();
    assert!(matches!(error, WaitForError::TimedOut), "{error}");
    let output = handle.output().await;
    assert!(output.is_err(), "it has ended");
}

#[tokio::test]
async fn a_job_that_has_not_begun_is_cancelled() {
    let job = SERVER.submit_for_later().await;
    let task = ensure_future(job);
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn a_job_that_has_ended_keeps_its_value_when_it_is_cancelled() {
    let job = SERVER.jobs().double(4).send().await.unwrap();
    let handle = job.invocation_handle();
    assert_eq!(handle.attach().await.unwrap().into_body(), 8);
    assert_eq!(
        ensure_future(job).cancel_and_wait().await.unwrap().unwrap(),
        8
    );
}
