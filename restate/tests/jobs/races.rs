//! Cancellations that meet: with the end of the job, and with each other.

use std::io;
use std::time::Duration;

use ensure_future::{RemoteError, RemoteErrorKind, ensure_future, gather};
use ensure_future_restate::{Executor, Limits, Restate, run_job};
use restate_sdk::prelude::*;
use tokio::task::JoinError;
use tokio::time::{Instant, sleep};

use crate::asking::{Attempts, asking};
use crate::proxy::{Flow, Proxy};
use crate::server::{SERVER, connect_with};

pub(crate) struct Naps;

#[restate_sdk::service]
impl Naps {
    #[handler]
    async fn nap(&self, context: Context<'_>, milliseconds: u64) -> HandlerResult<u64> {
        let work = async move {
            sleep(Duration::from_millis(milliseconds)).await;
            Ok::<_, io::Error>(milliseconds)
        };
        run_job(context, work).await
    }
}

fn restate() -> Restate {
    connect_with(SERVER.ingress, SERVER.admin, Limits::default())
}

/// Cancels a job at this moment, and returns its value if it has one.
async fn race(naps: NapsIngressClient<Executor>, moment: Duration) -> Option<u64> {
    let job = naps.nap(20).send().await.unwrap();
    let handle = job.invocation_handle();
    let task = ensure_future(job);
    sleep(moment).await;
    task.cancel();
    let value = match task.await {
        Ok(Ok(value)) => Some(value),
        Err(error) if error.is_cancelled() => None,
        other => panic!("{other:?}"),
    };
    let of_server = match ensure_future(handle).await.unwrap() {
        Ok(value) => Some(value),
        Err(error) if error.kind() == RemoteErrorKind::Cancelled => None,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(value, of_server);
    value
}

#[tokio::test]
async fn a_cancelled_job_ends_cancelled_or_with_its_value() {
    let client = restate().client();
    let naps = || NapsIngressClient::from_client(client.clone());
    let begin = Instant::now();
    ensure_future(naps().nap(20).send().await.unwrap())
        .await
        .unwrap()
        .unwrap();
    let usual = begin.elapsed();
    let mut values = Vec::new();
    for batch in 0..10 {
        // From the begin to twice the usual time.
        let moments = (0..20).map(|job| usual * (10 * job + batch) / 100);
        values.extend(
            gather(moments.map(|moment| race(naps(), moment)))
                .await
                .into_iter()
                .map(Result::unwrap),
        );
    }
    assert!(values.contains(&None), "all were too late");
    assert!(values.contains(&Some(20)), "all were too early");
    assert_eq!(unfinished("Naps").await, r#"{"rows":[]}"#);
}

/// Returns the server's list of the jobs that have not ended.
async fn unfinished(service: &str) -> String {
    let query = format!(
        "select id, status from sys_invocation \
         where target_service_name = '{service}' and status <> 'completed'"
    );
    let request = reqwest::Client::new()
        .post(format!("http://127.0.0.1:{}/query", SERVER.admin))
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(serde_json::json!({ "query": query }).to_string());
    let response = request.send().await.unwrap();
    response.text().await.unwrap()
}

#[tokio::test]
async fn two_clients_cancel_the_same_job() {
    let attempts = Attempts::new().await;
    let job = asking(&restate())
        .ask(attempts.port())
        .send()
        .await
        .unwrap();
    let other = restate().attach::<u64>(job.invocation_handle().invocation_id());
    let tasks = [ensure_future(job), ensure_future(other)];
    let _attempt = attempts.next().await;
    for task in &tasks {
        task.cancel();
        task.cancel();
    }
    for outcome in gather(tasks).await {
        assert!(outcome.unwrap_err().is_cancelled());
    }
}

/// Cancels a task whose request that waits for the job comes to the server after the request to cancel the job.
async fn cancelled_first(id: &str) -> Result<Result<u64, RemoteError>, JoinError> {
    cancelled_first_through(Flow::Pass, id).await
}

/// The same, with a flow to the admin API.
async fn cancelled_first_through(
    flow: Flow,
    id: &str,
) -> Result<Result<u64, RemoteError>, JoinError> {
    let ingress = Proxy::start(SERVER.ingress, Flow::HoldRequests).await;
    let admin = Proxy::start(SERVER.admin, flow).await;
    let restate = connect_with(ingress.port, admin.port, Limits::default());
    let task = ensure_future(restate.attach(id));
    task.cancel();
    admin.wait_for_answers(1).await;
    ingress.set(Flow::Pass);
    task.await
}

#[tokio::test]
async fn a_job_is_cancelled_before_it_begins_and_before_its_task_waits() {
    let job = SERVER.submit_for_later().await;
    let id = job.invocation_handle().invocation_id().clone();
    assert!(cancelled_first(&id).await.unwrap_err().is_cancelled());

    // The server has forgotten it.
    let error = cancelled_first(&id).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::Unknown, "{error}");
}

#[tokio::test]
async fn a_job_is_cancelled_before_it_begins_though_the_answer_to_the_request_is_lost() {
    let job = SERVER.submit_for_later().await;
    let id = job.invocation_handle().invocation_id().clone();
    let outcome = cancelled_first_through(Flow::BreakAtAnswer, &id).await;
    assert!(outcome.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn a_job_is_cancelled_after_it_has_ended_and_before_its_task_waits() {
    let job = SERVER.jobs().double(4).send().await.unwrap();
    let handle = job.invocation_handle();
    assert_eq!(handle.attach().await.unwrap().into_body(), 8);
    let outcome = cancelled_first(handle.invocation_id()).await;
    assert_eq!(outcome.unwrap().unwrap(), 8);
}
