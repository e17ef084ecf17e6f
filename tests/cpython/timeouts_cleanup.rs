//! Timeouts in and around tasks that clean up.

use std::future::pending;
use std::time::Duration;

use ensure_future::{Task, TaskGroup, WaitForError, create_task, graceful, wait_for};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, timeout};

use super::group_support::{
    Fault, PanicsWhenDropped, add, fails_when_asked, leave, on_paused_clock, words,
};
use support::{lifeline, on_both_flavours, text};

const LIMIT: Duration = Duration::from_millis(100);

/// Longer than any limit.
const LONG: Duration = Duration::from_secs(10);

/// CPython's `test_timeouts::test_nested_timeout_in_finally`.
#[test]
fn a_time_out_works_in_the_clean_up_after_another() {
    on_paused_clock(async {
        let (sender, inner) = oneshot::channel();
        let task = graceful::<()>(async move |cancel| {
            cancel.requested().await;
            let cleaned_up = timeout(LIMIT, create_task(pending::<()>())).await;
            sender.send(cleaned_up.is_err()).unwrap();
            cancel.accept().await;
        });
        let outer = wait_for(task, LIMIT).await;
        assert!(matches!(outer, Err(WaitForError::TimedOut)));
        assert_eq!(inner.await, Ok(true));
    });
}

/// CPython's `test_timeouts::test_timeout_after_cancellation`.
#[test]
fn a_time_out_works_in_a_task_that_ignores_that_it_is_cancelled() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let task = create_task(graceful(async move |cancel| {
            line.started();
            cancel.requested().await;
            let clean_up = create_task(pending::<()>());
            timeout(Duration::ZERO, clean_up).await.is_err()
        }));
        watch.started().await;
        assert!(task.cancel_and_wait().await.unwrap());
    });
}

/// CPython's `test_timeouts::test_cancel_in_timeout_after_cancellation`.
///
/// A second `cancel()` is the same request, which a task can still accept. A task can't ignore tokio's `abort()`.
#[test]
fn a_cancellation_in_a_time_out_is_no_time_out() {
    on_paused_clock(async {
        for is_abort in [false, true] {
            let (ignored, is_ignored) = oneshot::channel();
            let (again, is_again) = oneshot::channel();
            let task: Task<()> = create_task(graceful(async move |cancel| {
                cancel.requested().await;
                ignored.send(()).unwrap();
                let clean_up = async {
                    is_again.await.unwrap();
                    cancel.accept().await;
                };
                timeout(LONG, clean_up).await.unwrap();
            }));
            tokio::task::yield_now().await;
            task.cancel();
            is_ignored.await.unwrap();
            if is_abort {
                task.abort_handle().abort();
            } else {
                task.cancel();
                again.send(()).unwrap();
            }
            assert!(task.await.unwrap_err().is_cancelled());
        }
    });
}

/// CPython's `test_timeouts::test_foreign_cancel_doesnt_timeout_if_not_expired`.
#[test]
fn a_task_that_cancels_itself_within_a_limit_has_not_timed_out() {
    on_paused_clock(async {
        let begin = Instant::now();
        let (give, given) = oneshot::channel::<AbortHandle>();
        let task = create_task(async {
            let body = async {
                given.await.unwrap().abort();
                pending::<()>().await;
            };
            timeout(LONG, body).await
        });
        give.send(task.abort_handle()).unwrap();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(begin.elapsed(), Duration::ZERO);
    });
}

/// CPython's `test_timeouts::test_foreign_exception_on_timeout`.
///
/// `wait_for` waits until the late task has ended, so it sees how the task fails.
#[test]
fn a_failure_in_the_clean_up_wins_over_the_time_out() {
    on_paused_clock(async {
        let failing = graceful(async |cancel| {
            cancel.requested().await;
            Err::<(), _>("divided by zero")
        });
        let failed = wait_for(failing, LIMIT).await.unwrap();
        assert_eq!(failed, Err("divided by zero"));

        let panicking = async {
            let _bomb = PanicsWhenDropped("divided by zero");
            pending::<()>().await;
        };
        let Err(WaitForError::Failed(failed)) = wait_for(panicking, LIMIT).await else {
            panic!("it has not failed");
        };
        assert_eq!(text(&*failed.into_panic()), "divided by zero");
    });
}

/// The same case with tokio's timeout, which drops the task and does not wait for its end.
#[test]
fn a_failure_after_the_time_out_is_lost() {
    on_paused_clock(async {
        let (asked, is_asked) = oneshot::channel();
        let failing = create_task(graceful(async |cancel| {
            cancel.requested().await;
            asked.send("asked").unwrap();
            Err::<(), _>("divided by zero")
        }));
        assert!(timeout(LIMIT, failing).await.is_err());
        assert_eq!(is_asked.await, Ok("asked"));
    });
}

/// CPython's `test_timeouts::test_timeout_taskgroup`.
///
/// A group with a graceful owner reports the failures of its clean-up, instead of the timeout.
#[test]
fn the_failure_of_a_group_wins_over_the_time_out() {
    on_paused_clock(async {
        let (line, _watch) = lifeline();
        let owner = graceful(async move |cancel| {
            let group = TaskGroup::new();
            add(&group.handle(), fails_when_asked(line, "broke"));
            leave(group, &cancel).await
        });
        let failed = wait_for(owner, LIMIT).await.unwrap();
        assert_eq!(words(failed), ["broke"]);
    });
}

/// The same case with a plain scope: it is dropped, and later failures are lost.
#[test]
fn a_group_that_is_dropped_by_a_time_out_has_timed_out() {
    on_paused_clock(async {
        let (line, mut watch) = lifeline();
        let scope = TaskGroup::scope(async |group| {
            add(&group, fails_when_asked(line, "broke"));
            pending::<Result<(), Fault>>().await
        });
        assert!(timeout(LIMIT, scope).await.is_err());
        watch.started().await;
        watch.dropped().await;
    });
}

/// CPython's `test_timeouts::test_timeout_expiring`.
///
/// A limit that has been reached can't be moved. The caller can wait for the end without a limit, or inside another
/// limit.
#[test]
fn the_time_to_clean_up_is_a_limit_of_its_own() {
    on_paused_clock(async {
        for (time, is_enough) in [(3 * LIMIT, true), (2 * LIMIT, false)] {
            let (cleaned, is_clean) = oneshot::channel();
            let task = graceful(async |cancel| {
                cancel.requested().await;
                sleep(3 * LIMIT / 2).await;
                cleaned.send("clean").unwrap();
            });
            let ended = timeout(time, wait_for(task, LIMIT)).await;
            assert_eq!(ended.is_ok(), is_enough);
            assert_eq!(is_clean.await, Ok("clean"), "it goes on by itself");
        }
    });
}
