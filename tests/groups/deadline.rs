//! The timeout of a scope, and regions of its body that must finish.

use std::future::pending;
use std::time::Duration;

use ensure_future::{TaskGroup, graceful};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use support::{let_others_run, lifeline, on_both_flavours, on_current_thread, on_paused_clock};

const LIMIT: Duration = Duration::from_millis(100);

// Contract 4.6.
#[test]
fn at_the_limit_children_are_cancelled_and_waited_for_and_their_failures_reported() {
    on_paused_clock(async {
        let started = Instant::now();
        let scope = TaskGroup::scope(async |group| {
            let child = graceful(async |cancel| {
                cancel.requested().await;
                sleep(Duration::from_millis(50)).await;
                Err::<(), _>("not saved")
            });
            drop(group.create_task(child));
            pending::<Result<(), _>>().await
        });
        let error = scope.timeout(LIMIT).await.unwrap_err();
        assert_eq!(started.elapsed(), Duration::from_millis(150));
        assert!(error.is_timed_out());
        assert!(!error.is_cancelled());
        assert_eq!(error.failures.len(), 1);
        assert_eq!(
            error.to_string(),
            format!(
                "in a task group that ran out of time, {}",
                error.failures[0]
            )
        );
    });
}

// Contract 4.6.
#[test]
fn without_a_failure_it_says_that_the_time_is_over() {
    on_paused_clock(async {
        let endless = async |_| pending::<Result<(), &str>>().await;
        let error = TaskGroup::scope(endless).timeout(LIMIT).await.unwrap_err();
        assert!(error.is_timed_out());
        assert!(error.failures.is_empty());
        assert_eq!(error.to_string(), "a task group ran out of time");

        let at = Instant::now() + LIMIT;
        let error = TaskGroup::scope(endless).timeout_at(at).await.unwrap_err();
        assert!(error.is_timed_out());
        assert_eq!(Instant::now(), at);
    });
}

#[test]
fn a_child_that_outlives_the_body_is_limited_too() {
    on_paused_clock(async {
        let (line, mut watch) = lifeline();
        let scope = TaskGroup::scope(async |group| {
            drop(group.create_task(line.endless::<Result<(), ()>>()));
            Ok("value")
        });
        let error = scope.timeout(LIMIT).await.unwrap_err();
        assert!(error.is_timed_out());
        assert!(!watch.is_alive());
    });
}

#[test]
fn what_ends_in_time_is_returned() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |group| {
            let child = group.create_task(async {
                sleep(LIMIT / 2).await;
                Ok(1)
            });
            Ok(child.unwrap().await)
        });
        assert_eq!(scope.timeout(LIMIT).await.unwrap(), Ok(1));
        let failed = TaskGroup::scope(async |_| Err::<(), _>("failed"));
        let error = failed.timeout(LIMIT).await.unwrap_err();
        assert!(!error.is_timed_out());
    });
}

// Contract 2.5.
#[test]
fn a_result_that_is_due_at_the_limit_is_returned() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |group| {
            let child = group.create_task(async {
                sleep(LIMIT).await;
                Ok(1)
            });
            Ok(child.unwrap().await)
        });
        assert_eq!(scope.timeout(LIMIT).await.unwrap(), Ok(1));
    });
}

/// AnyIO's `test_taskgroups::test_deadline_moved`.
#[test]
fn a_handle_reads_and_moves_the_deadline() {
    on_paused_clock(async {
        let started = Instant::now();
        let scope = TaskGroup::<()>::scope(async |group| {
            assert_eq!(group.deadline(), Some(started + LIMIT));
            group.set_deadline(Some(started + 3 * LIMIT));
            drop(group.create_task({
                let group = group.clone();
                async move {
                    sleep(2 * LIMIT).await;
                    group.set_deadline(Some(Instant::now() + LIMIT / 2));
                    pending::<Result<(), ()>>().await
                }
            }));
            Ok(())
        });
        let error = scope.timeout(LIMIT).await.unwrap_err();
        assert!(error.is_timed_out());
        assert_eq!(started.elapsed(), 2 * LIMIT + LIMIT / 2);

        let never = TaskGroup::<()>::scope(async |group| {
            group.set_deadline(None);
            sleep(10 * LIMIT).await;
            assert_eq!(group.deadline(), None);
            Ok(())
        });
        never.timeout(LIMIT).await.unwrap();

        let group = TaskGroup::<()>::new();
        assert_eq!(group.handle().deadline(), None);
    });
}

#[test]
fn a_limit_beyond_the_clock_is_none() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |group| Ok(group.deadline()));
        assert_eq!(scope.timeout(Duration::MAX).await.unwrap(), None);
    });
}

/// AnyIO's `test_taskgroups::test_escaping_cancelled_exception`.
///
/// In AnyIO, the scope is left silently. Here, the scope returns an error, since it has no value to return.
#[test]
fn a_scope_that_its_own_body_cancels_says_so() {
    on_both_flavours(async || {
        let cancelled = TaskGroup::<&str>::scope(async |group| {
            group.cancel();
            pending::<Result<(), &str>>().await
        });
        let error = cancelled.await.unwrap_err();
        assert!(error.is_cancelled());
        assert!(!error.is_timed_out());
        assert_eq!(error.to_string(), "a task group was cancelled");
        let failed = TaskGroup::scope(async |_| Err::<(), _>("failed"));
        assert!(!failed.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_region_is_finished_although_a_child_fails() {
    on_current_thread(async {
        let (mut is_committed, mut goes_on) = (false, false);
        let failed = TaskGroup::scope(async |group| {
            let child = group.create_task(async { Err::<(), _>("failed") }).unwrap();
            let commit = async {
                assert!(child.await.is_err());
                let_others_run().await; // meanwhile, the group is cancelled
                is_committed = true;
            };
            group.finish(commit).await;
            yield_now().await;
            goes_on = true;
            pending::<Result<(), _>>().await
        });
        assert_eq!(failed.await.unwrap_err().failures.len(), 1);
        assert!(is_committed);
        assert!(!goes_on);
    });
}

#[test]
fn a_region_is_finished_although_the_time_is_over() {
    on_paused_clock(async {
        let started = Instant::now();
        let mut is_committed = false;
        let (line, mut watch) = lifeline();
        let scope = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(line.endless::<Result<(), ()>>()));
            let commit = async {
                sleep(2 * LIMIT).await;
                assert!(!watch.is_alive(), "children are cancelled at once");
                is_committed = true;
            };
            group.finish(commit).await;
            pending::<Result<(), _>>().await
        });
        assert!(scope.timeout(LIMIT).await.unwrap_err().is_timed_out());
        assert_eq!(started.elapsed(), 2 * LIMIT);
        assert!(is_committed);
    });
}

/// AnyIO's `test_taskgroups::test_shielding_mutate`.
///
/// In AnyIO, a shield also protects a child. Here, a child that must finish its work is graceful.
#[test]
fn a_region_in_a_child_does_not_save_the_child() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let cancelled = TaskGroup::<()>::scope(async |group| {
            let child = {
                let group = group.clone();
                async move { group.finish(line.endless::<Result<(), ()>>()).await }
            };
            drop(group.create_task(child));
            watch.started().await;
            group.cancel();
            pending::<Result<(), ()>>().await
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

#[test]
fn a_region_is_dropped_with_the_scope() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let mut scope = Box::pin(TaskGroup::<()>::scope(async |group| {
            group.finish(line.endless::<Result<(), ()>>()).await
        }));
        assert!(support::poll_once(&mut scope).is_pending());
        assert!(watch.is_alive());
        drop(scope);
        assert!(!watch.is_alive());
    });
}
