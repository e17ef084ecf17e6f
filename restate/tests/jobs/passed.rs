//! The SDK's handles are accepted wherever a task is.

use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use ensure_future::{
    InPlace, InPlaceJoin, RemoteError, Task, TaskGroup, accepts_awaitable, create_task,
    ensure_future, gather, wait_for,
};
use ensure_future_restate::{RequestError, run_job};
use futures_util::future::join_all;
use restate_sdk::prelude::*;
use support::panics_here;
use tokio::sync::Barrier;
use tokio::task::JoinError;
use tokio::time::timeout;

use crate::server::{SERVER, connect};

type Outcome = Result<u64, RemoteError>;

#[accepts_awaitable]
async fn halved(job: Task<Outcome>) -> u64 {
    job.await.unwrap().unwrap() / 2
}

#[accepts_awaitable]
async fn halved_in_place(#[awaitable] job: impl Future<Output = Outcome>) -> u64 {
    job.await.unwrap() / 2
}

#[tokio::test]
async fn four_kinds_of_arguments_fit_one_call() {
    let jobs = SERVER.jobs();
    assert_eq!(halved(async { Ok(2) }).await, 1);
    assert_eq!(halved(create_task(async { Ok(4) })).await, 2);
    assert_eq!(halved(tokio::spawn(async { Ok(6) })).await, 3);
    assert_eq!(halved(jobs.double(4).send().await.unwrap()).await, 4);
}

#[tokio::test]
async fn a_handle_is_awaited_in_place() {
    let job = SERVER.jobs().double(4).send().await.unwrap();
    let handle = job.invocation_handle();
    assert_eq!(halved_in_place(handle).await, 4);
    assert_eq!(halved_in_place(job).await, 4);
}

#[tokio::test]
async fn another_client_attaches_by_id() {
    let job = SERVER.jobs().double(4).send().await.unwrap();
    let id = job.invocation_handle().invocation_id().clone();
    let other = SERVER.connect();
    assert_eq!(halved(other.attach::<u64>(id)).await, 4);
}

#[tokio::test]
async fn a_thousand_jobs_that_run_at_the_same_time_are_gathered_in_their_order() {
    let jobs = &MeetingIngressClient::from_client(SERVER.connect().client());
    let sent = (0..JOBS as u64).map(|number| async move { jobs.meet(number).send().await });
    let sent = join_all(sent).await.into_iter().map(Result::unwrap);
    let outcomes = timeout(Duration::from_secs(120), gather(sent)).await;
    let values = outcomes.expect("all jobs run").into_iter();
    let values = values.map(|outcome| outcome.unwrap().unwrap());
    assert!(values.eq((0..JOBS as u64).map(|number| number * 2)));
}

const JOBS: usize = 1000;

/// The jobs that have begun.
static MEETING: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(JOBS));

pub(crate) struct Meeting;

#[restate_sdk::service]
impl Meeting {
    /// Ends when all jobs have begun.
    #[handler]
    async fn meet(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
        let work = async move {
            MEETING.wait().await;
            Ok::<_, io::Error>(number * 2)
        };
        run_job(context, work).await
    }
}

#[tokio::test]
async fn a_job_is_a_child_of_a_group() {
    let jobs = SERVER.jobs();
    let group = TaskGroup::<RemoteError>::new();
    let child = group
        .create_task(jobs.double(4).send().await.unwrap())
        .unwrap();
    assert_eq!(child.await.unwrap(), 8);
    group.join().await.unwrap();
}

#[tokio::test]
async fn a_job_in_time_has_its_value() {
    let job = SERVER.jobs().double(4).send().await.unwrap();
    assert_eq!(
        wait_for(job, Duration::from_secs(60))
            .await
            .unwrap()
            .unwrap(),
        8
    );
}

#[test]
fn a_job_outside_a_runtime_panics_at_the_callers_line() {
    let handle = || connect(1, 2).attach::<u64>("inv_1");
    for message in [
        panics_here(|| ensure_future(handle())),
        panics_here(|| InPlace::<Outcome, _>::in_place(handle())),
        panics_here(|| InPlaceJoin::<Result<Outcome, JoinError>, _>::in_place(handle())),
    ] {
        assert!(
            message.starts_with("there is no tokio runtime here"),
            "{message}"
        );
    }
}

#[test]
fn the_errors_can_be_sent() {
    fn sent<T: Send + Sync>() {}
    sent::<RequestError>();
}
