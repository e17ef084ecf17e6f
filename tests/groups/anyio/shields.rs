//! Regions of a body that finish although the scope is cancelled.

use std::future::pending;
use std::time::Duration;

use ensure_future::{TaskGroup, TaskGroupHandle, graceful};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use support::{all_idle, lifeline, on_both_flavours, on_paused_clock};

const LIMIT: Duration = Duration::from_millis(100);

/// A child that cancels a scope when all other tasks are idle.
async fn cancels(scope: TaskGroupHandle<()>) -> Result<(), ()> {
    all_idle().await;
    scope.cancel();
    Ok(())
}

/// AnyIO's `test_taskgroups::test_shielding`.
#[test]
fn a_region_is_finished_although_a_child_cancels_the_scope() {
    on_paused_clock(async {
        let (mut is_completed, mut goes_on) = (false, false);
        let cancelled = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(cancels(group.clone())));
            let region = TaskGroup::<()>::scope(async |_| {
                sleep(LIMIT).await;
                is_completed = true;
                Ok(())
            });
            group.finish(region.timeout(10 * LIMIT)).await.unwrap();
            sleep(LIMIT).await;
            goes_on = true;
            Ok(())
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(is_completed);
        assert!(!goes_on);
    });
}

/// AnyIO's `test_taskgroups::test_cancel_from_shielded_scope`.
#[test]
fn a_body_that_cancels_its_scope_in_a_region_is_dropped_after_it() {
    on_both_flavours(async || {
        let (mut turns, mut goes_on) = (0, false);
        let cancelled = TaskGroup::<()>::scope(async |group| {
            let region = async {
                group.cancel();
                for _ in 0..3 {
                    yield_now().await;
                    turns += 1;
                }
            };
            group.finish(region).await;
            yield_now().await;
            goes_on = true;
            Ok(())
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert_eq!(turns, 3);
        assert!(!goes_on);
    });
}

/// AnyIO's `test_taskgroups::test_cancel_shielded_scope`.
/// AnyIO's `test_taskgroups::test_shielding_immediate_scope_cancelled`.
#[test]
fn a_scope_that_is_a_region_can_be_cancelled_itself() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |outer| {
            let region = TaskGroup::<()>::scope(async |inner| {
                drop(outer.create_task(cancels(inner)));
                pending::<Result<(), ()>>().await
            });
            let cancelled = outer.finish(region).await.unwrap_err();
            yield_now().await; // the outer scope goes on
            Ok(cancelled.is_cancelled())
        });
        assert!(scope.await.unwrap());
    });
}

/// AnyIO's `test_taskgroups::test_nested_shield`.
/// Trio's `test_timeouts::test_fail_after_fails_even_if_shielded`.
/// Trio's `test_timeouts::test_move_on_after_moves_on_even_if_shielded`.
#[test]
fn a_region_has_a_limit_of_its_own() {
    on_paused_clock(async {
        let started = Instant::now();
        let failed = TaskGroup::scope(async |outer| {
            let region = TaskGroup::<()>::scope(async |_| {
                outer.cancel();
                pending::<Result<(), ()>>().await
            });
            let late = outer.finish(region.timeout(LIMIT)).await.unwrap_err();
            assert!(late.is_timed_out());
            Err::<(), _>("late")
        });
        let error = failed.await.unwrap_err();
        assert_eq!(error.failures.len(), 1);
        assert!(!error.is_timed_out());
        assert_eq!(started.elapsed(), LIMIT);
    });
}

/// AnyIO's `test_taskgroups::test_triple_nested_shield_checkpoint_in_outer`.
#[test]
fn a_region_of_two_scopes_is_finished_although_both_are_cancelled() {
    on_both_flavours(async || {
        let (mut is_completed, mut goes_on) = (false, false);
        let cancelled = TaskGroup::<()>::scope(async |outer| {
            let middle = TaskGroup::<()>::scope(async |middle| {
                let region = async {
                    outer.cancel();
                    middle.cancel();
                    yield_now().await;
                    is_completed = true;
                };
                outer.finish(middle.finish(region)).await;
                pending::<Result<(), ()>>().await
            });
            drop(middle.await);
            yield_now().await;
            goes_on = true;
            Ok(())
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(is_completed);
        assert!(!goes_on);
    });
}

/// AnyIO's `test_taskgroups::test_triple_nested_shield_checkpoint_in_middle`.
#[test]
fn after_a_region_of_the_outer_scope_an_inner_body_is_dropped() {
    on_both_flavours(async || {
        let (mut is_completed, mut goes_on) = (false, false);
        let cancelled = TaskGroup::<()>::scope(async |outer| {
            let middle = TaskGroup::<()>::scope(async |_| {
                let region = async {
                    outer.cancel();
                    yield_now().await;
                    is_completed = true;
                };
                outer.finish(region).await;
                yield_now().await;
                goes_on = true;
                Ok(())
            });
            middle.await.map_err(drop)
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(is_completed);
        assert!(!goes_on);
    });
}

/// AnyIO's `test_taskgroups::test_shielded_deadline`.
/// Trio's `test_run::test_current_effective_deadline`.
/// In AnyIO and Trio, a function returns the earliest deadline that applies. Here, each handle returns the deadline of
/// its own scope.
#[test]
fn a_handle_gives_the_deadline_of_its_own_scope() {
    on_paused_clock(async {
        let started = Instant::now();
        let scope = TaskGroup::<()>::scope(async |outer| {
            let region = TaskGroup::<()>::scope(async |inner| {
                assert_eq!(inner.deadline(), Some(started + 10 * LIMIT));
                outer.cancel();
                assert_eq!(outer.deadline(), Some(started + LIMIT));
                Ok(())
            });
            outer.finish(region.timeout(10 * LIMIT)).await.map_err(drop)
        });
        scope.timeout(LIMIT).await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_cancel_child_task_when_host_is_shielded`.
///
/// In AnyIO, the children of an inner group are cancelled while the host is shielded. Here, only the children of the
/// cancelled scope are. The children of an inner scope are cancelled after the region, when the body is dropped.
#[test]
fn children_of_an_inner_scope_go_on_until_the_region_of_the_outer_one_is_over() {
    on_paused_clock(async {
        let ((line, mut watch), (inner_line, mut inner_watch)) = (lifeline(), lifeline());
        let cancelled = TaskGroup::<()>::scope(async |outer| {
            drop(outer.create_task(line.endless::<Result<(), ()>>()));
            let inner = TaskGroup::<()>::scope(async |inner| {
                drop(inner.create_task(inner_line.endless::<Result<(), ()>>()));
                inner_watch.started().await;
                let region = async {
                    outer.cancel();
                    all_idle().await;
                    assert!(!watch.is_alive());
                    assert!(inner_watch.is_alive());
                };
                outer.finish(region).await;
                pending::<Result<(), ()>>().await
            });
            inner.await.map_err(drop)
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(!inner_watch.is_alive());
    });
}

/// AnyIO's `test_taskgroups::test_shielded_cleanup_after_cancel`.
///
/// In AnyIO, each await of a clean-up needs a shield. Here, a graceful coroutine is asked once, and nothing interrupts
/// it.
#[test]
fn a_graceful_child_cleans_up_in_a_scope_of_its_own() {
    on_paused_clock(async {
        let started = Instant::now();
        let scope = TaskGroup::scope(async |group| {
            let child = graceful(async |cancel| {
                cancel.requested().await;
                let clean_up = TaskGroup::<()>::scope(async |group| {
                    let child = group.create_task(async {
                        sleep(LIMIT).await;
                        Ok("saved")
                    });
                    Ok(child.unwrap().await.unwrap())
                });
                Err::<(), _>(clean_up.await.unwrap())
            });
            drop(group.create_task(child));
            all_idle().await;
            group.cancel();
            pending::<Result<(), _>>().await
        });
        let error = scope.await.unwrap_err().into_boxed();
        assert!(error.to_string().ends_with("saved"), "{error}");
        assert!(started.elapsed() > LIMIT);
    });
}
