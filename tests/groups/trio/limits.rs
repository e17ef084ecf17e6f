//! Timeouts and deadlines.

use std::future::pending;
use std::time::Duration;

use ensure_future::TaskGroup;
use tokio::task::yield_now;
use tokio::time::{Instant, advance, sleep};

use support::on_paused_clock;

const LIMIT: Duration = Duration::from_millis(100);

/// Trio's `test_run::test_basic_timeout`.
#[test]
fn a_deadline_is_set_by_the_body_and_moved_into_the_past() {
    on_paused_clock(async {
        let in_time = TaskGroup::<()>::scope(async |group| {
            assert_eq!(group.deadline(), None);
            group.set_deadline(Some(Instant::now() + LIMIT));
            Ok(7)
        });
        assert_eq!(in_time.await.unwrap(), 7);
        sleep(2 * LIMIT).await; // nothing is cancelled later

        let started = Instant::now();
        let set = TaskGroup::<()>::scope(async |group| {
            group.set_deadline(Some(started + LIMIT));
            pending::<Result<(), ()>>().await
        });
        assert!(set.await.unwrap_err().is_timed_out());
        assert_eq!(started.elapsed(), LIMIT);

        let mut goes_on = false;
        let moved = TaskGroup::<()>::scope(async |group| {
            group.set_deadline(Some(Instant::now() + 10 * LIMIT));
            sleep(5 * LIMIT).await;
            group.set_deadline(Some(started));
            yield_now().await;
            goes_on = true;
            Ok(())
        });
        assert!(moved.await.unwrap_err().is_timed_out());
        assert!(!goes_on);
    });
}

/// Trio's `test_run::test_yield_briefly_checks_for_timeout`.
#[test]
fn a_body_that_is_always_busy_is_cancelled_too() {
    on_paused_clock(async {
        let busy = TaskGroup::<()>::scope(async |_| {
            advance(2 * LIMIT).await;
            for _ in 0..10 {
                yield_now().await;
            }
            Ok(())
        });
        assert!(busy.timeout(LIMIT).await.unwrap_err().is_timed_out());
    });
}

/// Trio's `test_run::test_cancel_scope_deadline_duplicates`.
#[test]
fn a_deadline_is_moved_many_times() {
    on_paused_clock(async {
        let started = Instant::now();
        let scope = TaskGroup::<()>::scope(async |group| {
            for _ in 0..1_000 {
                group.set_deadline(Some(started + 2 * LIMIT));
                group.set_deadline(Some(started + LIMIT));
                yield_now().await;
            }
            pending::<Result<(), ()>>().await
        });
        assert!(scope.await.unwrap_err().is_timed_out());
        assert_eq!(started.elapsed(), LIMIT);
    });
}

/// Trio's `test_timeouts::test_timeout_deadline_on_entry`.
///
/// In Trio, a limit counts from the beginning of the block. Here, it counts from the call of `timeout`.
#[test]
fn a_limit_counts_from_its_call() {
    on_paused_clock(async {
        let called = Instant::now();
        let scope = TaskGroup::<()>::scope(async |group| {
            assert_eq!(group.deadline(), Some(called + 5 * LIMIT));
            group.set_deadline(Some(Instant::now() + 3 * LIMIT));
            pending::<Result<(), ()>>().await
        });
        let scope = scope.timeout(5 * LIMIT);
        sleep(3 * LIMIT).await;
        assert!(scope.await.unwrap_err().is_timed_out());
        assert_eq!(called.elapsed(), 6 * LIMIT);
    });
}
