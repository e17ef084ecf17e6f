//! The start of a limit, and limits that are moved.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use ensure_future::{WaitForError, create_task, current_task, wait_for};
use tokio::time::{Instant, advance, sleep, sleep_until};

use super::group_support::on_paused_clock;
use support::{lifeline, now, on_both_flavours, panic_of};

const LIMIT: Duration = Duration::from_secs(1);

/// CPython's `test_timeouts::test_reschedule`.
///
/// tokio's `Sleep` can be moved, beside a task that is awaited by reference.
#[test]
fn a_deadline_can_be_moved_and_taken_away() {
    on_paused_clock(async {
        let begin = Instant::now();
        let mut task = create_task(sleep(5 * LIMIT));
        let mut deadline = pin!(sleep_until(begin + LIMIT));
        deadline.as_mut().reset(begin + 3 * LIMIT);
        tokio::select! {
            _ = &mut task => panic!("it takes longer"),
            () = &mut deadline => assert!(begin.elapsed() >= 3 * LIMIT),
        }
        task.await.unwrap();
        assert!(begin.elapsed() >= 5 * LIMIT);
    });
}

/// CPython's `test_timeouts::test_timeout_finished`.
/// CPython's `test_timeouts::test_timeout_expired`.
///
/// An elapsed `Sleep` can be reset. The task, which is awaited by reference, then has more time.
#[test]
fn a_deadline_that_has_passed_can_be_set_anew() {
    on_paused_clock(async {
        let mut task = create_task(async {
            sleep(2 * LIMIT).await;
            "done"
        });
        let mut deadline = pin!(sleep(LIMIT));
        deadline.as_mut().await;
        assert!(!task.is_finished());
        deadline.as_mut().reset(Instant::now() + 2 * LIMIT);
        tokio::select! {
            value = &mut task => assert_eq!(value.unwrap(), "done"),
            () = &mut deadline => panic!("it was given more time"),
        }
    });
}

/// CPython's `test_timeouts::test_timeout_not_entered`.
///
/// A limit begins when its future is first polled. Before that, it can't be changed.
#[test]
fn a_limit_begins_with_the_first_poll() {
    on_paused_clock(async {
        let in_time = wait_for(async { sleep(LIMIT / 2).await }, LIMIT);
        advance(2 * LIMIT).await;
        in_time.await.unwrap();

        let (line, mut watch) = lifeline();
        let begin = Instant::now();
        let late = wait_for(line.endless::<()>(), LIMIT).await;
        assert!(matches!(late, Err(WaitForError::TimedOut)));
        assert!(begin.elapsed() >= LIMIT && !watch.is_alive());
    });
}

/// CPython's `test_timeouts::test_timeout_without_task`.
///
/// A limit needs no task around it, since it only cancels its own task. It needs a runtime.
#[test]
fn a_limit_needs_a_runtime_and_no_task() {
    on_both_flavours(async || {
        assert_eq!(current_task(), None);
        assert_eq!(wait_for(async { 42 }, Duration::MAX).await.unwrap(), 42);
        let late = wait_for(pending::<()>(), Duration::ZERO).await;
        assert!(matches!(late, Err(WaitForError::TimedOut)));
    });

    let waiting = wait_for(async {}, LIMIT);
    let panic = panic_of(|| now(waiting));
    assert!(panic.message.contains("no tokio runtime"));
}
