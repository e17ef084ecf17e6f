//! Each thing that can go wrong is an error of its own.

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use ensure_future::{RemoteError, RemoteErrorKind, ensure_future};
use ensure_future_restate::{JobFailure, RequestError, RequestErrorKind, Restate};
use restate_sdk::ingress::RequestTarget;
use tokio::time::timeout;

use crate::server::{SERVER, connect, free_ports};

/// Returns the error of the request, which the error of a job or of the SDK has as its source.
pub(crate) fn request_error<'a>(error: &'a (dyn Error + 'static)) -> &'a RequestError {
    let mut sources = successors(Some(error), |&error| error.source());
    let found = sources.find_map(|error| error.downcast_ref());
    found.expect("a request has failed")
}

pub(crate) async fn error_of(restate: &Restate, id: &str) -> RemoteError {
    let task = ensure_future(restate.attach::<u64>(id));
    let outcome = timeout(Duration::from_secs(30), task).await;
    outcome.expect("it does not hang").unwrap().unwrap_err()
}

#[tokio::test]
async fn the_failure_of_a_handler_has_its_code_and_its_message() {
    for code in [404, 409, 500, 503] {
        let job = SERVER.jobs().fail(code).send().await.unwrap();
        let error = ensure_future(job).await.unwrap().unwrap_err();
        assert_eq!(error.kind(), RemoteErrorKind::Failed);
        let failure = error
            .source()
            .unwrap()
            .downcast_ref::<JobFailure>()
            .unwrap();
        let message = "no space left".to_owned();
        assert_eq!(failure, &JobFailure { code, message });
    }
}

#[tokio::test]
async fn a_value_of_another_type_can_not_be_decoded() {
    let job = SERVER.jobs().text(4).send().await.unwrap();
    let id = job.invocation_handle().invocation_id().clone();
    let error = error_of(&SERVER.connect(), &id).await;
    assert_eq!(error.kind(), RemoteErrorKind::Undecodable);
    assert_eq!(error.id(), id);
}

#[tokio::test]
async fn an_id_that_the_server_does_not_know_is_an_error() {
    for id in ["inv_unknown", "", "a/b", "a b"] {
        let error = error_of(&SERVER.connect(), id).await;
        assert_eq!(error.kind(), RemoteErrorKind::Unknown, "{id}");
        let task = ensure_future(SERVER.connect().attach::<u64>(id));
        let error = task.cancel_and_wait().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), RemoteErrorKind::Unknown, "{id}");
    }
}

#[tokio::test]
async fn a_job_that_was_cancelled_before_it_began_is_forgotten() {
    let job = SERVER.submit_for_later().await;
    let id = job.invocation_handle().invocation_id().clone();
    let cancelled = ensure_future(job).cancel_and_wait().await;
    assert!(cancelled.unwrap_err().is_cancelled());

    let error = error_of(&SERVER.connect(), &id).await;
    assert_eq!(error.kind(), RemoteErrorKind::Unknown);
    assert_eq!(error.source().unwrap().to_string(), "invocation not found");
}

#[tokio::test]
async fn a_job_of_an_unknown_service_or_handler_is_refused() {
    for (name, handler, message) in [
        ("Unknown", "double", "service 'Unknown' not found"),
        ("Jobs", "unknown", "the handler 'unknown' was not found"),
    ] {
        let target = || RequestTarget::Service {
            name: name.into(),
            handler: handler.into(),
        };
        let client = SERVER.connect().client();
        let sent = client.request::<u64, u64>(target(), 4).send().await.err();
        let called = client.request::<u64, u64>(target(), 4).call().await.err();
        for error in [sent, called] {
            let error = error.expect("it has found a handler");
            let error = request_error(&error);
            assert_eq!(error.kind(), RequestErrorKind::Refused);
            assert!(error.to_string().contains(message), "{error}");
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_can_not_be_reached() {
    let [ingress, admin] = free_ports();
    let error = error_of(&connect(ingress, admin), "inv_1").await;
    assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
    let request = request_error(&error);
    assert_eq!(request.kind(), RequestErrorKind::NoConnection);
    assert!(
        request.to_string().contains("Connection refused"),
        "{request}"
    );
}

#[tokio::test]
async fn an_admin_api_that_is_not_there_can_not_cancel() {
    let [closed] = free_ports();
    let restate = connect(SERVER.ingress, closed);
    let job = SERVER.submit_for_later().await;
    let id = job.invocation_handle().invocation_id().clone();
    let task = ensure_future(restate.attach::<u64>(id));
    let error = task.cancel_and_wait().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::NotCancelled);
    let request = request_error(&error);
    assert_eq!(request.kind(), RequestErrorKind::NoConnection);
    assert!(
        ensure_future(job)
            .cancel_and_wait()
            .await
            .unwrap_err()
            .is_cancelled()
    );
}
