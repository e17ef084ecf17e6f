//! What a group cancels, and what it does not.

use std::future::pending;
use std::time::Duration;

use ensure_future::{GroupTaskError, TaskGroup, TaskGroupHandle, create_task, graceful};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::sleep;

use support::{History, all_idle, lifeline, now, on_both_flavours, on_paused_clock};

/// AnyIO's `test_taskgroups::test_cancel`.
/// AnyIO's `test_taskgroups::test_level_cancellation`.
///
/// In AnyIO, a child runs to its first suspension point. Here, it does not begin.
#[test]
fn a_child_that_is_cancelled_at_once_does_not_begin() {
    on_paused_clock(async {
        let history = History::default();
        let scope = TaskGroup::<()>::scope(async |group| {
            let child = history.watch(pending::<Result<(), ()>>());
            let child = group.create_task(child).unwrap();
            group.cancel();
            Ok(child)
        });
        let child = scope.await.unwrap();
        assert_eq!(child.await, Err(GroupTaskError::Cancelled));
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

/// AnyIO's `test_taskgroups::test_cancel_completed_task`.
#[test]
fn a_child_that_has_ended_keeps_its_value_when_the_group_is_cancelled() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let child = group.create_task(async { Ok(1) }).unwrap();
        while !child.is_finished() {
            yield_now().await;
        }
        group.cancel();
        group.join().await.unwrap();
        assert_eq!(child.await, Ok(1));
    });
}

/// AnyIO's `test_taskgroups::test_propagate_native_cancellation_from_taskgroup`.
#[test]
fn a_cancelled_host_cancels_the_children_that_its_scope_waits_for() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let host = create_task(async move {
            let scope = TaskGroup::<()>::scope(async move |group| {
                drop(group.create_task(line.endless::<Result<(), ()>>()));
                Ok(())
            });
            scope.await.map_err(drop)
        });
        watch.started().await;
        assert!(host.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

/// AnyIO's `test_taskgroups::test_cancel_scope_in_another_task`.
/// AnyIO's `test_taskgroups::test_cancel_scope_in_child_task`.
#[test]
fn a_scope_in_a_child_is_cancelled_from_another_task_and_nothing_else_is() {
    on_both_flavours(async || {
        let (give, given) = oneshot::channel::<TaskGroupHandle<()>>();
        let value = TaskGroup::<()>::scope(async move |group| {
            let child = group.create_task(async move {
                let scope = TaskGroup::<()>::scope(async move |scope| {
                    give.send(scope).unwrap();
                    pending::<Result<(), ()>>().await
                });
                Ok(scope.await.unwrap_err().is_cancelled())
            });
            given.await.unwrap().cancel();
            let is_cancelled = child.unwrap().await.unwrap();
            yield_now().await;
            Ok(is_cancelled)
        });
        assert!(value.await.unwrap());
    });
}

/// The place at which the group of the child waits.
#[derive(Clone, Copy)]
enum Waits {
    InItsBody,
    ForItsChild,
    InBoth,
}

/// AnyIO's `test_taskgroups::test_cancel_cascade`.
/// AnyIO's `test_taskgroups::test_cancel_propagation`.
/// AnyIO's `test_taskgroups::test_cancel_propagation_with_inner_spawn`.
/// AnyIO's `test_taskgroups::test_single_cancellation_exc`.
#[test]
fn a_cancelled_group_cancels_the_group_of_its_child_and_reports_no_failure() {
    on_paused_clock(async {
        for waits in [Waits::InItsBody, Waits::ForItsChild, Waits::InBoth] {
            let (line, mut watch) = lifeline();
            let history = History::default();
            let mut child = None;
            let scope = TaskGroup::<()>::scope(async |group| {
                let body = history.endless();
                child = Some(group.create_task(async move {
                    let inner = TaskGroup::<()>::scope(async move |inner| {
                        if !matches!(waits, Waits::InItsBody) {
                            drop(inner.create_task(line.endless::<Result<(), ()>>()));
                        }
                        if !matches!(waits, Waits::ForItsChild) {
                            body.await;
                        }
                        Ok(())
                    });
                    inner.await.map_err(drop)
                }));
                all_idle().await;
                group.cancel();
                pending::<Result<(), ()>>().await
            });
            let error = scope.await.unwrap_err();
            assert!(error.is_cancelled());
            assert!(!watch.is_alive());
            assert_eq!(history.drops(), 1);
            let child = child.unwrap().unwrap();
            assert_eq!(child.await, Err(GroupTaskError::Cancelled));
        }
    });
}

/// AnyIO's `test_taskgroups::test_cancel_twice`.
#[test]
fn a_task_may_be_in_one_cancelled_scope_after_another() {
    on_paused_clock(async {
        for _ in 0..2 {
            let scope = TaskGroup::<()>::scope(async |group| {
                drop(group.create_task({
                    let group = group.clone();
                    async move {
                        all_idle().await;
                        group.cancel();
                        Ok(())
                    }
                }));
                pending::<Result<(), ()>>().await
            });
            assert!(scope.await.unwrap_err().is_cancelled());
        }
    });
}

/// AnyIO's `test_taskgroups::test_cancel_exiting_task_group`.
#[test]
fn a_group_that_waits_for_its_children_is_cancelled_and_waits_on() {
    on_paused_clock(async {
        let (asked, mut was_asked) = oneshot::channel();
        let scope = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(async move {
                let inner = TaskGroup::<()>::scope(async move |inner| {
                    drop(inner.create_task(graceful(async move |cancel| {
                        cancel.requested().await;
                        sleep(Duration::from_secs(1)).await;
                        asked.send(()).unwrap();
                        Ok(())
                    })));
                    Ok(())
                });
                inner.await.map_err(drop)
            }));
            all_idle().await;
            group.cancel();
            Ok(())
        });
        scope.await.unwrap();
        assert_eq!(was_asked.try_recv(), Ok(()));
    });
}

/// AnyIO's `test_taskgroups::test_cancelled_parent`.
#[test]
fn a_child_that_is_asked_to_end_adds_no_other() {
    on_paused_clock(async {
        let history = History::default();
        let scope = TaskGroup::<()>::scope(async |group| {
            let (handle, child) = (group.clone(), history.watch(pending::<Result<(), ()>>()));
            let parent = graceful(async move |cancel| {
                cancel.requested().await;
                Ok(handle.create_task(child).is_err())
            });
            let parent = group.create_task(parent).unwrap();
            all_idle().await;
            group.cancel();
            Ok(parent)
        });
        assert_eq!(scope.await.unwrap().await, Ok(true));
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

/// AnyIO's `test_taskgroups::test_cancelled_not_caught`.
/// AnyIO's `test_taskgroups::test_cancel_before_entering_task_group`.
/// AnyIO's `test_taskgroups::test_escaping_cancelled_error_from_cancelled_task`.
#[test]
fn a_body_that_cancels_its_scope_and_does_not_wait_any_more_gives_its_value() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |group| {
            let limited = TaskGroup::<()>::scope(async |_| pending::<Result<(), ()>>().await);
            let limit = Duration::from_millis(100);
            assert!(limited.timeout(limit).await.unwrap_err().is_timed_out());
            group.cancel();
            let empty = TaskGroup::<()>::scope(async |_| Ok(7));
            Ok(empty.await.unwrap())
        });
        assert_eq!(scope.await.unwrap(), 7);
    });
}

/// AnyIO's `test_taskgroups::test_cancelled_scope_based_checkpoint`.
/// Trio's `test_run::test_cancel_scope_nesting`.
///
/// In AnyIO and Trio, the outer scope is left at once. Here, the inner scope returns its error without a suspension
/// point, and the outer body goes on to the next one.
#[test]
fn an_inner_scope_that_is_cancelled_with_the_outer_one_ends_first() {
    on_both_flavours(async || {
        let (mut inner_ends, mut goes_on) = (false, false);
        let outer = TaskGroup::<()>::scope(async |outer| {
            outer.cancel();
            let inner = TaskGroup::<()>::scope(async |inner| {
                inner.cancel();
                pending::<Result<(), ()>>().await
            });
            inner_ends = inner.await.unwrap_err().is_cancelled();
            yield_now().await;
            goes_on = true;
            Ok(())
        });
        assert!(outer.await.unwrap_err().is_cancelled());
        assert!(inner_ends);
        assert!(!goes_on);
    });
}

struct CancelsWhenDropped(TaskGroupHandle<()>);

impl Drop for CancelsWhenDropped {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// AnyIO's `test_taskgroups::test_cancelled_raises_beyond_origin_shielded`.
/// AnyIO's `test_taskgroups::test_cancelled_raises_beyond_origin_unshielded`.
///
/// In AnyIO, the outer scope goes on only with a shield. Here, it goes on to its next suspension point in both cases.
#[test]
fn an_inner_body_may_cancel_the_outer_scope_while_it_is_dropped() {
    on_both_flavours(async || {
        for is_region in [false, true] {
            let (mut inner_ends, mut goes_on) = (false, false);
            let outer = TaskGroup::<()>::scope(async |outer| {
                let inner = TaskGroup::<()>::scope(async |inner| {
                    let _cancels_outer = CancelsWhenDropped(outer.clone());
                    inner.cancel();
                    pending::<Result<(), ()>>().await
                });
                let inner = if is_region {
                    outer.finish(inner).await
                } else {
                    inner.await
                };
                inner_ends = inner.unwrap_err().is_cancelled();
                yield_now().await;
                goes_on = true;
                Ok(())
            });
            assert!(outer.await.unwrap_err().is_cancelled());
            assert!(inner_ends);
            assert!(!goes_on);
        }
    });
}

/// AnyIO's `test_taskgroups::test_empty_taskgroup_contains_yield_point`.
///
/// In AnyIO, leaving a group is a suspension point. Here, it is not if there is nothing to wait for.
#[test]
fn a_scope_without_children_does_not_suspend() {
    let scope = TaskGroup::<()>::scope(async |_| Ok(7));
    assert_eq!(now(scope).unwrap(), 7);
}
