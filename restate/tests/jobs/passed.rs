//! The SDK's handles are accepted wherever a task is.

use std::time::Duration;

use ensure_future::{
    RemoteError, Task, TaskGroup, accepts_awaitable, create_task, gather, wait_for,
};
use ensure_future_restate::RequestError;

use crate::server::SERVER;

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
async fn a_thousand_jobs_are_gathered_in_their_order() {
    let jobs = SERVER.jobs();
    let mut sent = Vec::new();
    for number in 0..1000 {
        sent.push(jobs.double(number).send().await.unwrap());
    }
    let outcomes = gather(sent).await;
    let values = outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap().unwrap());
    assert!(values.eq((0..1000).map(|number| number * 2)));
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
fn the_errors_can_be_sent() {
    fn sent<T: Send + Sync>() {}
    sent::<RequestError>();
}
