//! The network stalls or breaks.

use std::time::Duration;

use ensure_future::{RemoteError, RemoteErrorKind, Task, ensure_future};
use ensure_future_restate::{Limits, RequestErrorKind};
use tokio::time::{sleep, timeout};

use crate::asking::{Attempts, asking};
use crate::errors::request_error;
use crate::proxy::{Flow, Proxy};
use crate::server::{SERVER, connect_with};

/// Limits for a network that stalls.
const STALLED: Limits = Limits {
    connect: Duration::from_secs(2),
    answer: Duration::from_millis(500),
    attach: Duration::from_millis(500),
    give_up: Duration::from_secs(1),
};

/// Waits for a job that has ended.
async fn attach_to_ended_job(proxy: &Proxy, limits: Limits) -> Task<Result<u64, RemoteError>> {
    let job = SERVER.jobs().double(4).send().await.unwrap();
    let handle = job.invocation_handle();
    assert_eq!(handle.attach().await.unwrap().into_body(), 8);
    let restate = connect_with(proxy.port, SERVER.admin, limits);
    ensure_future(restate.attach(handle.invocation_id()))
}

async fn assert_stalls(flow: Flow, message: &str) {
    let proxy = Proxy::start(SERVER.ingress, flow).await;
    let task = attach_to_ended_job(&proxy, STALLED).await;
    let bound = STALLED.attach + STALLED.give_up + STALLED.answer;
    let outcome = timeout(bound + Duration::from_secs(20), task).await;
    let error = outcome.expect("it does not hang").unwrap().unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
    let request = request_error(&error);
    assert_eq!(request.kind(), RequestErrorKind::NoAnswer);
    assert!(request.to_string().ends_with(message), "{error}");
}

#[tokio::test]
async fn a_network_that_takes_no_requests_is_an_error() {
    assert_stalls(
        Flow::HoldRequests,
        " gave no answer within 500ms; retried for 1s",
    )
    .await;
}

#[tokio::test]
async fn a_network_that_holds_the_answers_is_an_error() {
    assert_stalls(
        Flow::HoldAnswers,
        " gave no answer within 500ms; retried for 1s",
    )
    .await;
}

#[tokio::test]
async fn a_network_that_stalls_within_an_answer_is_an_error() {
    let message = " gave only a part of its answer within 500ms; retried for 1s";
    assert_stalls(Flow::HoldBodies, message).await;
}

#[tokio::test]
async fn a_task_outlasts_a_stall() {
    for flow in [Flow::HoldRequests, Flow::HoldAnswers, Flow::HoldBodies] {
        let proxy = Proxy::start(SERVER.ingress, flow).await;
        let limits = Limits {
            give_up: Duration::from_secs(120),
            ..STALLED
        };
        let task = attach_to_ended_job(&proxy, limits).await;
        proxy.wait_for_requests(3).await;
        proxy.set(Flow::Pass);
        assert_eq!(task.await.unwrap().unwrap(), 8);
    }
}

#[tokio::test]
async fn a_request_to_cancel_that_stalls_is_an_error() {
    let proxy = Proxy::start(SERVER.admin, Flow::HoldRequests).await;
    let restate = connect_with(SERVER.ingress, proxy.port, STALLED);
    let attempts = Attempts::new().await;
    let job = asking(&restate).ask(attempts.port()).send().await.unwrap();
    let attempt = attempts.next().await;
    let task = ensure_future(job);
    let error = task.cancel_and_wait().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::NotCancelled);
    let message = request_error(&error).to_string();
    assert!(
        message.ends_with(" gave no answer within 500ms; retried for 1s"),
        "{error}"
    );
    attempt.finish(7).await;
}

#[tokio::test]
async fn a_job_is_cancelled_though_the_answer_to_the_request_stalls() {
    let proxy = Proxy::start(SERVER.admin, Flow::HoldAnswers).await;
    let restate = connect_with(SERVER.ingress, proxy.port, Limits::default());
    let attempts = Attempts::new().await;
    let job = asking(&restate).ask(attempts.port()).send().await.unwrap();
    let _attempt = attempts.next().await;
    let task = ensure_future(job);
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn each_break_of_a_long_wait_has_its_own_limit() {
    let proxy = Proxy::start(SERVER.ingress, Flow::Pass).await;
    let limits = Limits {
        connect: Duration::from_secs(30),
        answer: Duration::from_secs(30),
        attach: Duration::from_secs(60),
        give_up: Duration::from_millis(500),
    };
    let restate = connect_with(proxy.port, SERVER.admin, limits);
    let attempts = Attempts::new().await;
    let job = asking(&restate).ask(attempts.port()).send().await.unwrap();
    let task = ensure_future(job);
    let attempt = attempts.next().await;

    proxy.wait_for_requests(2).await; // to submit, and to wait
    proxy.break_connections();
    proxy.wait_for_requests(4).await; // to see whether the job has ended, and to wait
    sleep(limits.give_up * 2).await;
    proxy.break_connections();
    proxy.wait_for_requests(6).await;
    attempt.finish(7).await;
    assert_eq!(task.await.unwrap().unwrap(), 7);
}
