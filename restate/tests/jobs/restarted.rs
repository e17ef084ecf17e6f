//! The server is killed while jobs run.

use std::time::Duration;

use ensure_future::{RemoteErrorKind, ensure_future};
use ensure_future_restate::Limits;
use tokio::time::timeout;

use crate::asking::{Attempts, asking};
use crate::errors::request_error;
use crate::server::{LIMITS, Server, connect_with};

#[tokio::test]
async fn a_restarted_server_has_its_results_and_goes_on_with_its_jobs() {
    let mut server = Server::start(&[]);
    let limits = Limits {
        give_up: Duration::from_secs(120),
        ..LIMITS
    };
    let restate = connect_with(server.ingress, server.admin, limits);
    let ended = server.jobs().double(4).send().await.unwrap();
    let ended = ended.invocation_handle();
    assert_eq!(ended.attach().await.unwrap().into_body(), 8);
    let attempts = Attempts::new().await;
    let job = asking(&restate).ask(attempts.port()).send().await.unwrap();
    let task = ensure_future(job);
    let _first = attempts.next().await;

    server.kill();
    server.start_again();
    // A new client has no old connection. On an old one, the request may have arrived, so it would not be retried.
    let other = connect_with(server.ingress, server.admin, limits);
    let late = asking(&other).ask(attempts.port()).send().await.unwrap();
    let late = ensure_future(late);
    attempts.next().await.finish(7).await;
    attempts.next().await.finish(7).await;
    assert_eq!(late.await.unwrap().unwrap(), 7);
    assert_eq!(task.await.unwrap().unwrap(), 7);
    let ended = restate.attach::<u64>(ended.invocation_id());
    assert_eq!(ensure_future(ended).await.unwrap().unwrap(), 8);
    attempts.end().await;
}

#[tokio::test]
async fn a_task_gives_up_when_the_server_stays_away() {
    let mut server = Server::start(&[]);
    let attempts = Attempts::new().await;
    let job = asking(&server.connect()).ask(attempts.port()).send().await;
    let task = ensure_future(job.unwrap());
    let _first = attempts.next().await;

    server.kill();
    let bound = LIMITS.give_up + LIMITS.answer;
    let outcome = timeout(bound + Duration::from_secs(20), task).await;
    let error = outcome.expect("it does not hang").unwrap().unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
    let request = request_error(&error).to_string();
    assert!(
        request.starts_with("can't connect to http://127.0.0.1:"),
        "{request}"
    );
}
