//! `wait_for`, in CPython's cases: results, timeouts and the wait for a cancelled task.

use std::time::Duration;

use ensure_future::{Task, WaitForError, create_task, graceful, promise, shield, wait_for};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{advance, sleep};

use super::group_support::{PanicsWhenDropped, on_paused_clock};
use support::{
    History, let_others_run, lifeline, on_both_flavours, on_current_thread, poll_once, text,
};

const LIMIT: Duration = Duration::from_millis(100);

/// CPython's `test_waitfor::test_asyncio_wait_for_timeout`.
#[test]
fn a_time_out_waits_until_what_is_slow_has_ended() {
    on_paused_clock(async {
        let slow = graceful(async |cancel| {
            sleep(2 * LIMIT).await;
            cancel.is_requested()
        });
        assert!(wait_for(slow, LIMIT).await.unwrap(), "it was asked to end");

        let (line, mut watch) = lifeline();
        let late = wait_for(line.endless::<()>(), LIMIT).await;
        assert!(matches!(late, Err(WaitForError::TimedOut)));
        assert!(!watch.is_alive());
    });
}

/// CPython's `test_waitfor::test_wait_for_timeout_less_then_0_or_0_future_done`.
#[test]
fn what_is_done_needs_no_time() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        resolver.resolve("done").unwrap();
        while !task.is_finished() {
            yield_now().await; // the promise is a task, which must be polled to end
        }
        assert_eq!(wait_for(task, Duration::ZERO).await.unwrap(), "done");
    });
}

/// CPython's `test_waitfor::test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started`.
#[test]
fn a_coroutine_without_time_never_starts() {
    on_current_thread(async {
        let history = History::default();
        let late = wait_for(history.endless(), Duration::ZERO).await;
        assert!(matches!(late, Err(WaitForError::TimedOut)));
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

/// CPython's `test_waitfor::test_wait_for_timeout_less_then_0_or_0`.
#[test]
fn a_running_task_without_time_is_cancelled() {
    on_both_flavours(async || late_task_is_cancelled(Duration::ZERO).await);
}

/// CPython's `test_waitfor::test_wait_for`.
#[test]
fn a_late_task_is_cancelled() {
    on_paused_clock(late_task_is_cancelled(LIMIT));
}

async fn late_task_is_cancelled(limit: Duration) {
    let (line, mut watch) = lifeline();
    let task = create_task(line.endless::<()>());
    let remote = task.abort_handle();
    watch.started().await;
    let late = wait_for(task, limit).await;
    assert!(matches!(late, Err(WaitForError::TimedOut)));
    assert!(remote.is_finished() && !watch.is_alive());
}

/// CPython's `test_waitfor::test_wait_for_blocking`.
///
/// There is no `None` limit: use a plain await, or the longest limit.
#[test]
fn no_limit_is_a_plain_await() {
    on_paused_clock(async {
        assert_eq!(create_task(slow()).await.unwrap(), "done");
        assert_eq!(wait_for(slow(), Duration::MAX).await.unwrap(), "done");
    });
}

/// CPython's `test_waitfor::test_none_timeout`.
#[test]
fn a_shielded_task_can_be_awaited_without_limit() {
    on_paused_clock(async {
        let plain = shield(create_task(slow())).await;
        assert_eq!(plain.unwrap(), "done");
        let waited = wait_for(shield(create_task(slow())), Duration::MAX).await;
        assert_eq!(waited.unwrap().unwrap(), "done");
    });
}

async fn slow() -> &'static str {
    sleep(Duration::from_secs(20)).await;
    "done"
}

/// CPython's `test_waitfor::test_wait_for_race_condition`.
#[test]
fn a_result_that_is_there_wins() {
    on_paused_clock(async {
        for late in [Duration::ZERO, 2 * LIMIT] {
            let (resolver, task) = promise();
            let mut waiting = Box::pin(wait_for(task, LIMIT));
            assert!(poll_once(&mut waiting).is_pending());
            resolver.resolve("ok").unwrap();
            let_others_run().await;
            advance(late).await; // meanwhile, the awaiter is not polled
            assert_eq!(waiting.await.unwrap(), "ok");
        }
    });
}

/// CPython's `test_waitfor::test_wait_for_cancellation_race_condition`.
/// CPython's `test_waitfor::test_wait_for_cancel_suppressed`.
#[test]
fn the_result_of_a_task_that_was_asked_to_end_is_returned() {
    on_paused_clock(async {
        let stubborn = graceful(async |cancel| {
            cancel.requested().await;
            42
        });
        assert_eq!(wait_for(stubborn, LIMIT).await.unwrap(), 42);
    });
}

/// CPython's `test_waitfor::test_wait_for_waits_for_task_cancellation`.
#[test]
fn cleaning_up_is_waited_for() {
    on_paused_clock(clean_up_is_waited_for(LIMIT));
}

/// CPython's `test_waitfor::test_wait_for_waits_for_task_cancellation_w_timeout_0`.
#[test]
fn cleaning_up_is_waited_for_without_time() {
    on_paused_clock(clean_up_is_waited_for(Duration::ZERO));
}

async fn clean_up_is_waited_for(limit: Duration) {
    let (mut line, mut watch) = lifeline();
    let (cleaned, mut is_clean) = oneshot::channel();
    let task: Task<()> = create_task(graceful(async move |cancel| {
        line.started();
        cancel.requested().await;
        sleep(LIMIT).await;
        cleaned.send(()).unwrap();
        cancel.accept().await;
    }));
    watch.started().await;
    let late = wait_for(task, limit).await;
    assert!(matches!(late, Err(WaitForError::TimedOut)));
    assert_eq!(is_clean.try_recv(), Ok(()));
    assert!(!watch.is_alive());
}

/// CPython's `test_waitfor::test_wait_for_reraises_exception_during_cancellation`.
#[test]
fn what_fails_while_it_is_cancelled_has_not_timed_out() {
    on_paused_clock(async {
        let failing = graceful(async |cancel| {
            cancel.requested().await;
            Err::<(), _>("foo")
        });
        assert_eq!(wait_for(failing, LIMIT).await.unwrap(), Err("foo"));

        let panicking = async {
            let _bomb = PanicsWhenDropped("foo");
            sleep(2 * LIMIT).await;
        };
        let Err(WaitForError::Failed(error)) = wait_for(panicking, LIMIT).await else {
            panic!("its panic is lost");
        };
        assert_eq!(text(&*error.into_panic()), "foo");
    });
}

/// CPython's `test_waitfor::test_zero_timeout`.
/// CPython's `test_waitfor::test_shielded_timeout`.
#[test]
fn a_shielded_task_outlives_the_limit() {
    on_paused_clock(async {
        for limit in [Duration::ZERO, LIMIT] {
            let (sender, mut ended) = oneshot::channel();
            let task = create_task(async {
                sleep(2 * LIMIT).await;
                sender.send("done").unwrap();
            });
            let remote = task.abort_handle();
            let late = wait_for(shield(task), limit).await;
            assert!(matches!(late, Err(WaitForError::TimedOut)));
            assert!(!remote.is_finished());
            assert_eq!((&mut ended).await, Ok("done"));
        }
    });
}

/// The same cases with a result that is needed later: an await of a shared task is itself a shield.
#[test]
fn a_shared_task_outlives_the_limit_and_gives_its_result() {
    on_paused_clock(async {
        for limit in [Duration::ZERO, LIMIT] {
            let task = create_task(slow()).shared();
            let late = wait_for(task.clone().into_future(), limit).await;
            assert!(matches!(late, Err(WaitForError::TimedOut)));
            assert!(!task.is_finished());
            assert_eq!(task.await.unwrap(), "done");
        }
    });
}
