//! Cancelling a remote task: the job is asked to end, and the caller waits for its outcome.

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use ensure_future::{
    RemoteErrorKind, TaskGroup, WaitForError, create_task, ensure_future, gather, try_gather,
    wait_for,
};
use tokio::task::yield_now;
use tokio::time::{Instant, timeout};

use crate::engine::{End, Engine};
use support::{let_others_run, on_paused_clock};

const LIMIT: Duration = Duration::from_secs(1);

#[test]
fn a_cancelled_task_waits_until_the_job_has_ended() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let task = ensure_future(engine.attach(job));
        let_others_run().await;
        assert!(task.cancel());
        engine.asked(job).await;
        let_others_run().await;
        assert!(!task.is_finished(), "the job has not ended");

        engine.end(job, End::Cancelled);
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(engine.requests(job), 1);
    });
}

#[test]
fn a_job_that_ends_before_the_engine_answers_the_request_makes_a_cancelled_task() {
    on_paused_clock(async {
        let engine = Engine::silent();
        let task = ensure_future(engine.attach(engine.start()));
        let_others_run().await;
        let outcome = task.cancel_and_wait().await;
        assert!(outcome.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_cancellation_before_the_first_poll_reaches_the_job() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let task = ensure_future(engine.attach(job));
        assert!(task.cancel());
        engine.asked(job).await;
        engine.end(job, End::Cancelled);
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_second_cancellation_asks_no_more() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let task = ensure_future(engine.attach(job));
        for _ in 0..2 {
            task.cancel();
            engine.asked(job).await;
            let_others_run().await;
        }
        engine.end(job, End::Cancelled);
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(engine.requests(job), 1);
    });
}

#[test]
fn a_job_that_ignores_the_request_gives_its_value() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let task = ensure_future(engine.attach(job));
        task.cancel();
        engine.asked(job).await;
        engine.end(job, End::Value(4));
        assert_eq!(task.await.unwrap().unwrap(), 4);
    });
}

#[test]
fn a_job_that_somebody_else_has_cancelled_is_an_error() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let task = ensure_future(engine.attach(job));
        engine.attach(job).request_cancel().await.unwrap();
        engine.end(job, End::Cancelled);
        let error = task.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), RemoteErrorKind::Cancelled);
        assert_eq!(error.to_string(), "the remote job 0 was cancelled");
    });
}

#[test]
fn a_job_that_has_ended_is_not_asked() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        engine.end(job, End::Value(4));
        let task = ensure_future(engine.attach(job));
        assert!(task.cancel(), "nobody has told the task yet");
        assert_eq!(task.await.unwrap().unwrap(), 4);
        assert_eq!(engine.requests(job), 0);
    });
}

#[test]
fn an_engine_that_can_not_be_asked_is_an_error_of_its_own() {
    on_paused_clock(async {
        let engine = Engine::deaf();
        let job = engine.start();
        let task = ensure_future(engine.attach(job));
        let_others_run().await;
        task.cancel();
        let error = task.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), RemoteErrorKind::NotCancelled);
        let shown = successors(Some(&error as &dyn Error), |&error| error.source());
        assert_eq!(
            shown.map(ToString::to_string).collect::<Vec<_>>(),
            [
                "the remote job 0 could not be asked to end, and may go on",
                "the engine of the remote job 0 can't be reached",
                "the line is dead"
            ]
        );
    });
}

#[test]
fn wait_for_asks_at_its_limit_and_waits_for_the_end() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let end = create_task({
            let engine = engine.clone();
            async move {
                engine.asked(job).await;
                tokio::time::sleep(LIMIT).await;
                engine.end(job, End::Cancelled);
            }
        });
        let begin = Instant::now();
        let error = wait_for(engine.attach(job), LIMIT).await.unwrap_err();
        assert!(matches!(error, WaitForError::TimedOut));
        assert_eq!(begin.elapsed(), 2 * LIMIT);
        end.await.unwrap();
    });
}

#[test]
fn a_dropped_await_asks() {
    on_paused_clock(async {
        let engine = Engine::default();
        let (first, second, third) = (engine.start(), engine.start(), engine.start());
        timeout(LIMIT, ensure_future(engine.attach(first)))
            .await
            .unwrap_err();
        timeout(LIMIT, engine.attach(second).into_future())
            .await
            .unwrap_err();
        timeout(LIMIT, gather([engine.attach(third)]))
            .await
            .unwrap_err();
        for job in [first, second, third] {
            engine.asked(job).await;
        }
    });
}

#[test]
fn a_failed_sibling_asks() {
    on_paused_clock(async {
        let engine = Engine::default();
        let (fails, other) = (engine.start(), engine.start());
        let both =
            create_task(try_gather([fails, other].map(|job| engine.attach(job))).into_future());
        let_others_run().await;
        engine.end(fails, End::Failed("no space left"));
        engine.asked(other).await;
        yield_now().await;
        assert!(!both.is_finished(), "it waits for the other job");
        engine.end(other, End::Cancelled);
        let error = both.await.unwrap().unwrap_err().into_boxed();
        assert!(error.to_string().ends_with(": no space left"), "{error}");
    });
}

#[test]
fn a_group_waits_until_the_end_of_a_job_that_its_child_awaited() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let group = TaskGroup::<()>::new();
        let remote = engine.attach(job);
        let _child = group.create_task(async move {
            let _value = remote.await;
            Ok(())
        });
        let_others_run().await;
        group.cancel();
        let joined = create_task(async move { group.join().await });
        engine.asked(job).await;
        let_others_run().await;
        assert!(!joined.is_finished(), "the job has not ended");
        engine.end(job, End::Cancelled);
        joined.await.unwrap().unwrap();
    });
}

#[test]
fn a_scope_asks_its_job_at_its_deadline_and_waits_for_the_end() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let end = create_task({
            let engine = engine.clone();
            async move {
                engine.asked(job).await;
                tokio::time::sleep(LIMIT).await;
                engine.end(job, End::Cancelled);
            }
        });
        let begin = Instant::now();
        let scope = TaskGroup::scope(async |group| {
            group.create_task(engine.attach(job)).unwrap();
            Ok(())
        });
        let error = scope.timeout(LIMIT).await.unwrap_err();
        assert!(error.is_timed_out());
        assert_eq!(begin.elapsed(), 2 * LIMIT);
        end.await.unwrap();
    });
}
