//! Which requests are retried after a failure.

use std::time::Duration;

use ensure_future::ensure_future;
use ensure_future_restate::{Limits, RequestErrorKind};
use restate_sdk::ingress::SendStatus;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::time::sleep;

use crate::asking::{Attempts, asking};
use crate::errors::request_error;
use crate::proxy::{Flow, Proxy};
use crate::server::{LIMITS, SERVER, connect, connect_with};
use crate::worker::WorkIngressClient;

const PATIENT: Limits = Limits {
    answer: Duration::from_secs(1),
    give_up: Duration::from_secs(120),
    ..LIMITS
};

#[tokio::test]
async fn a_job_with_an_idempotency_key_is_submitted_once() {
    let proxy = Proxy::start(SERVER.ingress, Flow::BreakAtAnswer).await;
    let restate = connect_with(proxy.port, SERVER.admin, PATIENT);
    let attempts = Attempts::new().await;
    let request = asking(&restate).ask(attempts.port());
    let job = request.idempotency_key("only once").send().await.unwrap();
    assert_eq!(proxy.requests(), 2);
    assert_eq!(job.send_status(), SendStatus::PreviouslyAccepted);

    attempts.next().await.finish(7).await;
    assert_eq!(ensure_future(job).await.unwrap().unwrap(), 7);
    attempts.end().await;
}

#[tokio::test]
async fn a_request_without_a_key_that_may_have_arrived_is_not_retried() {
    for (flow, cause) in [
        (Flow::BreakAtAnswer, "broke before the answer: "),
        (Flow::HoldAnswers, "gave no answer within 1s; "),
        (
            Flow::HoldBodies,
            "gave only a part of its answer within 1s; ",
        ),
    ] {
        let proxy = Proxy::start(SERVER.ingress, flow).await;
        let restate = connect_with(proxy.port, SERVER.admin, PATIENT);
        let attempts = Attempts::new().await;
        let Err(error) = asking(&restate).ask(attempts.port()).send().await else {
            panic!("it has an answer");
        };
        assert_eq!(proxy.requests(), 1);
        let error = request_error(&error);
        assert_eq!(error.kind(), RequestErrorKind::NoAnswer);
        let message = error.to_string();
        assert!(message.contains(cause), "{message}");
        assert!(
            message.contains("; the job may have been started"),
            "{message}"
        );

        attempts.next().await.finish(7).await; // it has
    }
}

#[tokio::test]
async fn a_request_that_may_have_arrived_stays_so_when_the_server_is_gone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let restate = connect(listener.local_addr().unwrap().port(), SERVER.admin);
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        client.read_u8().await.unwrap();
    });
    let request = asking(&restate).ask(0).idempotency_key("gone");
    let error = request.send().await.err().unwrap();
    let error = request_error(&error);
    assert_eq!(error.kind(), RequestErrorKind::NoAnswer, "{error}");
    assert!(error.to_string().ends_with("; retried for 3s"), "{error}");
}

#[tokio::test]
async fn a_request_that_takes_longer_than_the_retries_is_sent_once() {
    let proxy = Proxy::start(SERVER.ingress, Flow::HoldRequests).await;
    let limits = Limits {
        give_up: Duration::from_secs(1),
        ..LIMITS
    };
    let restate = connect_with(proxy.port, SERVER.admin, limits);
    let call = asking(&restate).ask(0).idempotency_key("slow").call();
    let error = call.await.err().unwrap();
    let error = request_error(&error);
    assert!(
        error.to_string().ends_with(" no answer within 2s"),
        "{error}"
    );
    assert_eq!(proxy.requests(), 1);
}

#[tokio::test]
async fn a_workflow_that_is_sent_again_is_started_once() {
    let work = || WorkIngressClient::from_client(SERVER.connect().client(), "sent again");
    let first = work().run(4).send().await.unwrap();
    let again = work().run(5).send().await.unwrap();
    assert_eq!(again.send_status(), SendStatus::PreviouslyAccepted);
    assert_eq!(ensure_future(again).await.unwrap().unwrap(), 8);
    assert_eq!(ensure_future(first).await.unwrap().unwrap(), 8);
}

#[tokio::test]
async fn a_workflow_is_looked_up_again() {
    let work = WorkIngressClient::from_client(SERVER.connect().client(), "key");
    let sent = work.run(4).send().await.unwrap().invocation_handle();

    let proxy = Proxy::start(SERVER.ingress, Flow::BreakAtAnswer).await;
    let client = connect_with(proxy.port, SERVER.admin, PATIENT).client();
    let found = client
        .lookup_workflow::<u64>("Work", "key", None)
        .await
        .unwrap();
    assert_eq!(proxy.requests(), 2);
    assert_eq!(found.invocation_id(), sent.invocation_id());
    assert_eq!(ensure_future(found).await.unwrap().unwrap(), 8);
}

#[tokio::test]
async fn a_call_may_take_longer_than_other_requests() {
    let limits = Limits {
        answer: Duration::from_millis(100),
        attach: Duration::from_secs(120),
        ..LIMITS
    };
    let restate = connect_with(SERVER.ingress, SERVER.admin, limits);
    let attempts = Attempts::new().await;
    let call = ensure_future(asking(&restate).ask(attempts.port()).call());
    let attempt = attempts.next().await;
    sleep(limits.answer * 3).await;
    attempt.finish(7).await;
    let response = call.await.unwrap().unwrap();
    assert_eq!(response.into_body().unwrap(), 7);
}
