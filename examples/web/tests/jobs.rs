//! The background jobs without the HTTP interface.

use std::future::pending;
use std::time::Duration;

use ensure_future::{create_task, graceful};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::{spawn_blocking, yield_now};
use tokio::time::{sleep, timeout};
use web::{CancelError, ClosedError, JobError, JobId, JobInfo, Jobs, Outcome, Progress, Status};

/// Fails instead of hanging: on the paused clock, waiting takes no time.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(3600);
    timeout(limit, future).await.expect("it ends")
}

async fn end_of(jobs: &Jobs, job: Result<JobId, ClosedError>) -> Status {
    let ended = soon(jobs.wait(job.unwrap())).await;
    ended.expect("it is known").status
}

fn done(result: impl Into<serde_json::Value>) -> Status {
    let result = result.into();
    Status::Done { result }
}

async fn steps(progress: Progress) -> Outcome {
    for _ in 0..progress.steps() {
        sleep(Duration::from_secs(1)).await;
        progress.advance();
    }
    Ok(json!("all"))
}

#[tokio::test(start_paused = true)]
async fn a_job_is_a_coroutine_a_task_or_a_handle() {
    let jobs = Jobs::new();
    let coroutine = jobs.prepare("coroutine", 1).start(async { Ok(json!(1)) });
    let task = create_task(async { Ok(json!(2)) });
    let task = jobs.prepare("task", 1).start(task);
    let handle = spawn_blocking(|| Ok(json!(3)));
    let handle = jobs.prepare("handle", 1).start(handle);

    assert_eq!(end_of(&jobs, coroutine).await, done(1));
    assert_eq!(end_of(&jobs, task).await, done(2));
    assert_eq!(end_of(&jobs, handle).await, done(3));
    let names: Vec<_> = jobs.list().into_iter().map(|job| job.name).collect();
    assert_eq!(names, ["coroutine", "task", "handle"]);
}

#[tokio::test(start_paused = true)]
async fn an_error_and_a_panic_are_failures_with_their_message() {
    let jobs = Jobs::new();
    let failing = async { Err(JobError::Failed("the disk is full".into())) };
    let failing = jobs.prepare("failing", 1).start(failing);
    let literal = jobs.prepare("panics", 1).start(async { panic!("why") });
    let formatted = async { panic!("{} times", 2) };
    let formatted = jobs.prepare("panics", 1).start(formatted);

    let failed = |error: &str| Status::Failed {
        error: error.into(),
    };
    assert_eq!(end_of(&jobs, failing).await, failed("the disk is full"));
    assert_eq!(end_of(&jobs, literal).await, failed("panicked: why"));
    assert_eq!(end_of(&jobs, formatted).await, failed("panicked: 2 times"));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_coroutine_is_dropped() {
    let jobs = Jobs::new();
    let (alive, dropped) = oneshot::channel::<()>();
    let job = jobs.prepare("endless", 1).start(async move {
        let _alive = alive;
        pending().await
    });
    yield_now().await; // it begins
    jobs.cancel(job.unwrap()).unwrap();
    assert_eq!(end_of(&jobs, job).await, Status::Cancelled);
    assert!(soon(dropped).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_graceful_job_ends_when_it_has_cleaned_up() {
    let jobs = Jobs::new();
    let (finish, finished) = oneshot::channel();
    let work = graceful(async |cancel| {
        cancel.requested().await;
        finished.await.unwrap();
        Err(JobError::Cancelled)
    });
    let job = jobs.prepare("graceful", 1).start(create_task(work));
    let id = job.unwrap();
    yield_now().await; // it begins

    assert_eq!(jobs.cancel(id).unwrap().status, Status::Cancelling);
    let ends = timeout(Duration::from_secs(60), jobs.wait(id)).await;
    assert!(ends.is_err(), "it still cleans up");
    assert_eq!(jobs.get(id).unwrap().status, Status::Cancelling);
    assert!(jobs.cancel(id).is_ok(), "a second request is no error");

    finish.send(()).unwrap();
    assert_eq!(end_of(&jobs, job).await, Status::Cancelled);
    assert_eq!(jobs.cancel(id).unwrap_err(), CancelError::Ended);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_goes_on_after_a_request_is_done() {
    let jobs = Jobs::new();
    let work = graceful(async |cancel| {
        cancel.requested().await;
        Ok(json!("all the same"))
    });
    let job = jobs.prepare("stubborn", 1).start(work);
    yield_now().await; // it begins
    jobs.cancel(job.unwrap()).unwrap();
    assert_eq!(end_of(&jobs, job).await, done("all the same"));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_known_of_a_job_that_does_not_exist() {
    let jobs = Jobs::new();
    let _unused = jobs.prepare("prepared and dropped", 1);
    assert!(jobs.get(JobId(1)).is_none());
    assert!(soon(jobs.wait(JobId(1))).await.is_none());
    assert_eq!(jobs.cancel(JobId(1)).unwrap_err(), CancelError::NotFound);
    assert!(jobs.list().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_first_change_is_the_list_and_the_others_are_what_changed() {
    let jobs = Jobs::new();
    let endless = jobs.prepare("endless", 1).start(pending());
    let job = jobs.prepare("steps", 3);
    let progress = job.progress();
    job.start(steps(progress)).unwrap();
    let mut changes = jobs.changes();

    let ids = |changed: &[JobInfo]| changed.iter().map(|job| job.id.0).collect::<Vec<_>>();
    let first = soon(changes.next()).await.unwrap();
    assert_eq!(ids(&first), [endless.unwrap().0, 2]);
    for done in [1, 2] {
        let latest = soon(changes.next()).await.unwrap();
        assert_eq!((ids(&latest), latest[0].done), (vec![2], done));
    }
    let last = soon(changes.next()).await.unwrap();
    assert_eq!((last[0].done, &last[0].status), (3, &done("all")));
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_gets_the_latest() {
    let jobs = Jobs::new();
    let job = jobs.prepare("steps", 5);
    let mut changes = jobs.changes();
    let progress = job.progress();
    let job = job.start(steps(progress));
    end_of(&jobs, job).await;

    let latest = soon(changes.next()).await.unwrap();
    assert_eq!((latest.len(), latest[0].done), (1, 5));
    let others = timeout(Duration::from_secs(60), changes.next()).await;
    assert!(others.is_err(), "there are no more");
}

#[tokio::test(start_paused = true)]
async fn a_task_may_advance_before_it_is_passed() {
    let jobs = Jobs::new();
    let job = jobs.prepare("steps", 2);
    let mut task = create_task(steps(job.progress()));
    let ended = (&mut task).await.unwrap();
    let job = job.start(async { ended }).unwrap();
    assert_eq!(jobs.get(job).unwrap().done, 2);
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_cancels_all_jobs_and_waits_for_them() {
    let jobs = Jobs::new();
    let plain = jobs.prepare("plain", 1).start(pending());
    let (finish, finished) = oneshot::channel();
    let work = graceful(async |cancel| {
        cancel.requested().await;
        finished.await.unwrap();
        Ok(json!("saved"))
    });
    let slow = jobs.prepare("slow", 1).start(work);
    let mut changes = jobs.changes();
    yield_now().await; // both begin

    let shutdown = create_task({
        let jobs = jobs.clone();
        async move { jobs.shutdown().await }
    });
    assert_eq!(end_of(&jobs, plain).await, Status::Cancelled);
    sleep(Duration::from_secs(60)).await;
    assert!(!shutdown.is_finished(), "a job still cleans up");

    let (alive, dropped) = oneshot::channel::<()>();
    let refused = jobs.prepare("late", 1).start(async {
        let _alive = alive;
        pending().await
    });
    assert_eq!(refused, Err(ClosedError));
    assert!(soon(dropped).await.is_err(), "it is cancelled");

    finish.send(()).unwrap();
    soon(shutdown.into_future()).await.unwrap();
    assert_eq!(jobs.get(slow.unwrap()).unwrap().status, done("saved"));
    let mut last = Vec::new();
    while let Some(changed) = soon(changes.next()).await {
        last = changed;
    }
    assert!(last.iter().all(|job| job.status.has_ended()), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn the_oldest_of_many_that_have_ended_are_forgotten() {
    let jobs = Jobs::new();
    let running = jobs.prepare("endless", 1).start(pending()).unwrap();
    for _ in 0..102 {
        let job = jobs.prepare("short", 1).start(async { Ok(json!(1)) });
        end_of(&jobs, job).await;
    }
    let left: Vec<_> = jobs.list().into_iter().map(|job| job.id.0).collect();
    let expected: Vec<_> = [running.0].into_iter().chain(4..=103).collect();
    assert_eq!(left, expected);
}
