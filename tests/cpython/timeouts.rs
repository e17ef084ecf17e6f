//! tokio's timeouts, in the cases of asyncio's.

use std::future::pending;
use std::time::Duration;

use ensure_future::{WaitForError, create_task, graceful, wait_for};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{Instant, advance, sleep, timeout, timeout_at};

use super::group_support::on_paused_clock;
use support::{History, lifeline, on_both_flavours, text};

const LIMIT: Duration = Duration::from_millis(100);

/// tokio's timers round up to a millisecond.
const RESOLUTION: Duration = Duration::from_millis(2);

/// Longer than any limit.
const LONG: Duration = Duration::from_secs(10);

/// CPython's `test_timeouts::test_timeout_basic`.
/// CPython's `test_timeouts::test_waiter_cancelled`.
#[test]
fn a_time_out_cancels_the_task() {
    on_paused_clock(async {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        watch.started().await;
        assert!(timeout(LIMIT, task).await.is_err());
        watch.dropped().await;
    });
}

/// The same cases with a task that cleans up.
#[test]
fn a_time_out_asks_a_graceful_task() {
    on_paused_clock(async {
        let (asked, is_asked) = oneshot::channel();
        let task = create_task(graceful(async |cancel| {
            cancel.requested().await;
            asked.send("asked").unwrap();
        }));
        assert!(timeout(LIMIT, task).await.is_err());
        assert_eq!(is_asked.await, Ok("asked"));
    });
}

/// CPython's `test_timeouts::test_timeout_at_basic`.
#[test]
fn a_deadline_is_that_of_the_clock() {
    on_paused_clock(async {
        let (line, watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let deadline = Instant::now() + LIMIT;
        assert!(timeout_at(deadline, task).await.is_err());
        assert!((deadline..deadline + RESOLUTION).contains(&Instant::now()));
        watch.dropped().await;
    });
}

/// CPython's `test_timeouts::test_nested_timeouts`.
///
/// With equal deadlines, the inner timeout is seen: it is ready before the outer timeout checks the clock.
#[test]
fn of_equal_deadlines_the_inner_one_is_reported() {
    on_paused_clock(async {
        let (line, watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let deadline = Instant::now() + LIMIT;
        let outer = timeout_at(deadline, timeout_at(deadline, task)).await;
        assert!(outer.expect("the inner one has ended it").is_err());
        assert!(Instant::now() >= deadline);
        watch.dropped().await;
    });
}

/// CPython's `test_timeouts::test_timeout_disabled`.
/// CPython's `test_timeouts::test_timeout_at_disabled`.
///
/// There is no `None` limit: use a plain await, or the longest limit.
#[test]
fn no_time_out_is_a_plain_await() {
    on_paused_clock(async {
        let slow = async || {
            sleep(LONG).await;
            "done"
        };
        assert_eq!(create_task(slow()).await.unwrap(), "done");
        let limited = timeout(Duration::MAX, create_task(slow())).await;
        assert_eq!(limited.unwrap().unwrap(), "done");
    });
}

/// CPython's `test_timeouts::test_timeout_not_called`.
#[test]
fn a_limit_that_is_not_reached_takes_no_time() {
    on_paused_clock(async {
        let begin = Instant::now();
        let quick = create_task(async {
            sleep(LIMIT).await;
            "in time"
        });
        let deadline = begin + LONG;
        let in_time = timeout_at(deadline, quick).await.expect("not expired");
        assert_eq!(in_time.unwrap(), "in time");
        assert!((LIMIT..LIMIT + RESOLUTION).contains(&begin.elapsed()));
    });
}

/// CPython's `test_timeouts::test_timeout_zero_sleep_zero`.
///
/// `wait_for` does not even start the coroutine. tokio rounds its limit up, so a coroutine that only yields may be in
/// time.
#[test]
fn without_time_a_coroutine_does_not_get_past_its_first_suspension_point() {
    on_paused_clock(async {
        let begin = Instant::now();
        let history = History::default();
        let late = wait_for(history.watch(Box::pin(yield_now())), Duration::ZERO).await;
        assert!(matches!(late, Err(WaitForError::TimedOut)));
        assert_eq!((history.polls(), history.drops()), (0, 1));
        assert_eq!(begin.elapsed(), Duration::ZERO);

        assert!(timeout(Duration::ZERO, pending::<()>()).await.is_err());
        assert!(begin.elapsed() < RESOLUTION);
    });
}

/// CPython's `test_timeouts::test_timeout_zero`.
#[test]
fn without_time_a_running_task_is_cancelled() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        watch.started().await;
        assert!(timeout(Duration::ZERO, task).await.is_err());
        watch.dropped().await;
    });
}

/// CPython's `test_timeouts::test_timeout_in_the_past_sleep_zero`.
///
/// tokio's timeout fires at the first suspension point, so a coroutine without one returns its value. `wait_for` does
/// not even start the coroutine.
#[test]
fn a_deadline_in_the_past_fires_at_the_first_suspension_point() {
    on_paused_clock(async {
        let past = Instant::now();
        advance(LONG).await;
        assert!(timeout_at(past, yield_now()).await.is_err());
        assert!(timeout_at(past, async {}).await.is_ok());
        let late = wait_for(async {}, Duration::ZERO).await;
        assert!(matches!(late, Err(WaitForError::TimedOut)));
    });
}

/// CPython's `test_timeouts::test_foreign_exception_passed`.
#[test]
fn errors_and_panics_of_the_task_pass() {
    on_both_flavours(async || {
        let failing = create_task(async { Err::<(), _>("key") });
        let failed = timeout(Duration::MAX, failing).await.expect("not expired");
        assert_eq!(failed.unwrap(), Err("key"));

        let panicking = create_task(async { panic!("key") });
        let failed: Result<(), _> = timeout(Duration::MAX, panicking)
            .await
            .expect("not expired");
        assert_eq!(text(&*failed.unwrap_err().into_panic()), "key");
    });
}

/// CPython's `test_timeouts::test_outer_task_is_not_cancelled`.
#[test]
fn a_time_out_is_no_request_to_the_task_around_it() {
    on_paused_clock(async {
        let outer = create_task(graceful(async |cancel| {
            let inner = create_task(pending::<()>());
            assert!(timeout(LIMIT, inner).await.is_err());
            yield_now().await;
            cancel.is_requested()
        }));
        assert!(!outer.await.unwrap());
    });
}

/// CPython's `test_timeouts::test_nested_timeouts_concurrent`.
///
/// The inner timeout, whose time has not come, is dropped. In asyncio, it would see the cancellation.
#[test]
fn an_outer_deadline_that_comes_first_drops_the_inner_time_out() {
    on_paused_clock(async {
        let (line, watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let mut has_inner_ended = false;
        let inner = async {
            let ended = timeout(LONG, busy_for(2 * LIMIT, task)).await;
            has_inner_ended = ended.is_err();
        };
        assert!(timeout(LIMIT, inner).await.is_err());
        assert!(!has_inner_ended);
        watch.dropped().await;
    });
}

/// CPython's `test_timeouts::test_nested_timeouts_loop_busy`.
#[test]
fn a_late_inner_time_out_is_handled_before_a_late_outer_one() {
    on_paused_clock(async {
        let begin = Instant::now();
        let (line, watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let mut is_handled = false;
        let body = async {
            let inner = timeout(LIMIT, busy_for(3 * LIMIT, task)).await;
            is_handled = inner.is_err();
            sleep(LONG).await;
        };
        assert!(timeout(2 * LIMIT, body).await.is_err());
        assert!(is_handled);
        assert!(begin.elapsed() < LONG);
        watch.dropped().await;
    });
}

/// Lets time pass without a turn for any task, and then awaits the future.
async fn busy_for<F: IntoFuture>(time: Duration, then: F) -> F::Output {
    advance(time).await;
    then.await
}

/// CPython's `test_timeouts::test_repr_active`.
/// CPython's `test_timeouts::test_repr_finished`.
/// CPython's `test_timeouts::test_repr_disabled`.
/// CPython's `test_timeouts::test_repr_expired`.
///
/// There is no object for a limit. A task shows whether it has ended, and the error shows that it was late.
#[test]
fn the_task_and_the_error_show_what_a_limit_has_done() {
    on_paused_clock(async {
        let mut task = create_task(sleep(LIMIT));
        let shown =
            |is_finished| format!("Task {{ id: {:?}, is_finished: {is_finished} }}", task.id());
        let (active, finished) = (shown(false), shown(true));
        assert_eq!(format!("{task:?}"), active);
        timeout(LONG, &mut task).await.unwrap().unwrap();
        assert_eq!(format!("{task:?}"), finished);

        let expired = wait_for(pending::<()>(), LIMIT).await.unwrap_err();
        assert_eq!(format!("{expired:?}"), "TimedOut");
    });
}
