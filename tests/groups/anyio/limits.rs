//! Timeouts and deadlines.

use std::future::pending;
use std::time::Duration;

use ensure_future::{TaskGroup, graceful};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use support::{all_idle, lifeline, on_paused_clock};

const LIMIT: Duration = Duration::from_millis(100);

/// AnyIO's `test_taskgroups::test_fail_after`.
/// AnyIO's `test_taskgroups::test_fail_at`.
/// AnyIO's `test_taskgroups::test_move_on_after`.
/// AnyIO's `test_taskgroups::test_move_on_at`.
/// AnyIO's `test_taskgroups::test_deadline_reached_on_start`.
/// Trio's `test_timeouts::test_fail`.
/// Trio's `test_timeouts::test_move_on_after`.
#[test]
fn a_scope_ends_at_its_limit_even_if_there_is_no_time_at_all() {
    on_paused_clock(async {
        for limit in [Duration::ZERO, LIMIT] {
            let started = Instant::now();
            let endless = async |_| pending::<Result<(), ()>>().await;
            let error = TaskGroup::scope(endless).timeout(limit).await.unwrap_err();
            assert!(error.is_timed_out());
            assert_eq!(started.elapsed(), limit);

            let deadline = started + 2 * limit;
            let scope = TaskGroup::scope(endless).timeout_at(deadline);
            assert!(scope.await.unwrap_err().is_timed_out());
            assert_eq!(Instant::now(), deadline);
        }
        let in_time = TaskGroup::<()>::scope(async |_| {
            yield_now().await;
            Ok(())
        });
        in_time.timeout(LIMIT).await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_fail_after_no_timeout`.
/// AnyIO's `test_taskgroups::test_fail_at_no_timeout`.
/// AnyIO's `test_taskgroups::test_move_on_after_no_timeout`.
/// AnyIO's `test_taskgroups::test_move_on_at_no_timeout`.
#[test]
fn without_a_limit_there_is_no_deadline() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |group| {
            sleep(LIMIT).await;
            Ok(group.deadline())
        });
        assert_eq!(scope.await.unwrap(), None);
    });
}

/// AnyIO's `test_taskgroups::test_cancel_scope_cleared`.
/// AnyIO's `test_taskgroups::test_fail_after_after_cancellation`.
#[test]
fn a_task_goes_on_after_its_scopes_were_cancelled_and_may_use_another() {
    on_paused_clock(async {
        let cancelled = TaskGroup::<()>::scope(async |group| {
            group.cancel();
            pending::<Result<(), ()>>().await
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        for _ in 0..2 {
            let endless = TaskGroup::<()>::scope(async |_| pending::<Result<(), ()>>().await);
            assert!(endless.timeout(LIMIT).await.unwrap_err().is_timed_out());
        }
        yield_now().await;
    });
}

/// AnyIO's `test_taskgroups::test_fail_after_cancelled_before_deadline`.
#[test]
fn a_scope_that_is_cancelled_before_its_limit_is_not_timed_out() {
    on_paused_clock(async {
        let started = Instant::now();
        let cancelled = TaskGroup::<()>::scope(async |group| {
            group.cancel();
            pending::<Result<(), ()>>().await
        });
        let error = cancelled.timeout(LIMIT).await.unwrap_err();
        assert!(error.is_cancelled());
        assert!(!error.is_timed_out());
        assert_eq!(started.elapsed(), Duration::ZERO);
    });
}

/// AnyIO's `test_taskgroups::test_nested_move_on_after`.
#[test]
fn the_limit_of_an_outer_scope_ends_an_inner_one_which_has_more_time() {
    on_paused_clock(async {
        let started = Instant::now();
        let mut goes_on = false;
        let outer = TaskGroup::<()>::scope(async |_| {
            let inner = TaskGroup::<()>::scope(async |_| pending::<Result<(), ()>>().await);
            let ended = inner.timeout(10 * LIMIT).await;
            goes_on = true;
            ended.map_err(drop)
        });
        let error = outer.timeout(LIMIT).await.unwrap_err();
        assert!(error.is_timed_out());
        assert_eq!(started.elapsed(), LIMIT);
        assert!(!goes_on);
    });
}

/// AnyIO's `test_taskgroups::test_timeout_error_with_multiple_cancellations`.
#[test]
fn a_limit_that_cancels_a_body_and_its_children_is_one_error_without_failures() {
    on_paused_clock(async {
        let (line, mut watch) = lifeline();
        let outer = TaskGroup::<()>::scope(async |_| {
            let inner = TaskGroup::<()>::scope(async |group| {
                drop(group.create_task(line.endless::<Result<(), ()>>()));
                pending::<Result<(), ()>>().await
            });
            inner.await.map_err(drop)
        });
        let error = outer.timeout(LIMIT).await.unwrap_err();
        assert!(error.is_timed_out());
        assert!(error.failures.is_empty());
        assert!(!watch.is_alive());
    });
}

/// AnyIO's `test_taskgroups::test_nested_fail_after`.
#[test]
fn an_outer_scope_that_is_cancelled_ends_inner_ones_before_their_limit() {
    on_paused_clock(async {
        let mut goes_on = false;
        let group = TaskGroup::<()>::new();
        let cancelled = TaskGroup::<()>::scope(async |outer| {
            drop(group.create_task(async move {
                all_idle().await;
                outer.cancel();
                Ok(())
            }));
            let middle = TaskGroup::<()>::scope(async |_| {
                let inner = TaskGroup::<()>::scope(async |_| pending::<Result<(), ()>>().await);
                let ended = inner.timeout(LIMIT).await;
                goes_on = true;
                ended.map_err(drop)
            });
            let ended = middle.await;
            goes_on = true;
            ended.map_err(drop)
        });
        let error = cancelled.await.unwrap_err();
        assert!(error.is_cancelled());
        assert!(!goes_on);
        group.join().await.unwrap();
    });
}

/// A graceful child whose clean-up takes longer than the limit.
async fn cleans_up_past_the_limit() -> Result<(), ()> {
    graceful(async |cancel| {
        cancel.requested().await;
        sleep(2 * LIMIT).await;
        Ok(())
    })
    .await
}

/// AnyIO's `test_taskgroups::test_fail_after_scope_cancelled_before_timeout`.
// Contract 4.6.
#[test]
fn a_limit_that_passes_after_a_cancellation_or_a_failure_is_not_the_end() {
    on_paused_clock(async {
        let moved_too_late = TaskGroup::<()>::scope(async |group| {
            let past = Instant::now();
            group.cancel();
            group.set_deadline(Some(past));
            pending::<Result<(), ()>>().await
        });
        let moved = moved_too_late.await.unwrap_err();

        let cleans_up_too_long = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(cleans_up_past_the_limit()));
            all_idle().await;
            group.cancel();
            pending::<Result<(), ()>>().await
        });
        let cleaned_up = cleans_up_too_long.timeout(LIMIT).await.unwrap_err();

        let fails_first = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(cleans_up_past_the_limit()));
            all_idle().await;
            drop(group.create_task(async { Err::<(), _>(()) }));
            pending::<Result<(), ()>>().await
        });
        let failed = fails_first.timeout(LIMIT).await.unwrap_err();
        assert_eq!((failed.failures.len(), failed.is_timed_out()), (1, false));
        let are_timed_out = (moved.is_timed_out(), cleaned_up.is_timed_out());
        assert_eq!(are_timed_out, (false, false));
    });
}
