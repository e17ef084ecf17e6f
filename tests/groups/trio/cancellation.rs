//! What a group cancels and when, and what it does not cancel.

use std::future::pending;
use std::pin::Pin;
use std::sync::mpsc;

use ensure_future::{TaskGroup, TaskGroupHandle, graceful};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::{
    History, all_idle, all_started, lifeline, lifelines, on_both_flavours, on_current_thread,
    on_paused_clock, poll_once,
};

/// Trio's `test_run::test_cancel_points`.
/// Trio's `test_run::test_cancel_edge_cases`.
#[test]
fn a_cancelled_body_goes_on_to_its_next_suspension_point_outside_of_a_region() {
    on_both_flavours(async || {
        let (mut is_there, mut goes_on) = (false, false);
        let cancelled = TaskGroup::<()>::scope(async |group| {
            yield_now().await;
            group.cancel();
            group.cancel();
            group.finish(yield_now()).await;
            group.finish(yield_now()).await;
            is_there = true;
            yield_now().await;
            goes_on = true;
            Ok(())
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(is_there);
        assert!(!goes_on);
    });
}

/// Trio's `test_run::test_precancelled_task`.
///
/// In Trio, the child runs to its first suspension point. Here, it is refused and does not begin.
#[test]
fn a_child_that_is_added_to_a_cancelled_scope_does_not_begin() {
    on_current_thread(async {
        let history = History::default();
        let scope = TaskGroup::<()>::scope(async |group| {
            group.cancel();
            let child = history.watch(pending::<Result<(), ()>>());
            Ok(group.create_task(child).is_err())
        });
        assert!(scope.await.unwrap());
        yield_now().await;
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

/// Trio's `test_run::test_cancel_shielding`.
/// Trio's `test_timeouts::test_context_shields_from_outer`.
///
/// In Trio, a shield around an inner scope protects it from all outer scopes. Here, a region belongs to one scope, and
/// the region of an inner scope does not protect it from the outer scope.
#[test]
fn a_region_is_saved_from_the_scope_that_it_belongs_to() {
    on_both_flavours(async || {
        for is_of_outer in [true, false] {
            let (mut is_completed, mut goes_on) = (false, false);
            let cancelled = TaskGroup::<()>::scope(async |outer| {
                let inner = TaskGroup::<()>::scope(async |inner| {
                    let region = async {
                        outer.cancel();
                        yield_now().await;
                        is_completed = true;
                    };
                    let of = if is_of_outer { &outer } else { &inner };
                    of.finish(region).await;
                    yield_now().await;
                    goes_on = true;
                    Ok(())
                });
                inner.await.map_err(drop)
            });
            assert!(cancelled.await.unwrap_err().is_cancelled());
            assert_eq!(is_completed, is_of_outer);
            assert!(!goes_on);
        }
    });
}

/// Trio's `test_run::test_cancel_inheritance`.
#[test]
fn a_cancelled_group_cancels_all_children_of_the_groups_within() {
    on_both_flavours(async || {
        let (mut lines, mut watches) = lifelines(4);
        let group = TaskGroup::<()>::new();
        for _ in 0..2 {
            let leaves = lines.split_off(lines.len() - 2);
            drop(group.create_task(async move {
                let inner = TaskGroup::<()>::new();
                for leaf in leaves {
                    drop(inner.create_task(leaf.endless::<Result<(), ()>>()));
                }
                inner.join().await.map_err(drop)
            }));
        }
        all_started(&mut watches).await;
        group.cancel();
        group.join().await.unwrap();
        assert!(watches.iter_mut().all(|watch| !watch.is_alive()));
    });
}

/// Trio's `test_run::test_cancel_shield_abort`.
#[test]
fn a_group_in_a_region_goes_on_and_is_cancelled_after_it() {
    on_paused_clock(async {
        let (line, mut watch) = lifeline();
        let cancelled = TaskGroup::<()>::scope(async |outer| {
            outer.cancel();
            let inner = TaskGroup::<()>::new();
            let region = async {
                drop(inner.create_task(line.endless::<Result<(), ()>>()));
                watch.started().await;
                all_idle().await;
                assert!(watch.is_alive());
            };
            outer.finish(region).await;
            inner.join().await.map_err(drop)
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

/// Trio's `test_run::test_failed_abort`.
/// Trio's `test_run::test_slow_abort_basic`.
#[test]
fn a_scope_waits_for_a_child_that_can_not_be_interrupted() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let (release, released) = oneshot::channel::<()>();
        let mut scope = Box::pin(TaskGroup::<()>::scope(async |group| {
            drop(group.create_task::<(), _>(graceful(async move |cancel| {
                begins.send(()).unwrap();
                released.await.unwrap();
                cancel.accept().await
            })));
            begun.await.unwrap();
            group.cancel();
            pending::<Result<(), ()>>().await
        }));
        for _ in 0..100 {
            assert!(poll_once(&mut scope).is_pending());
            yield_now().await;
        }
        release.send(()).unwrap();
        assert!(scope.await.unwrap_err().is_cancelled());
    });
}

/// Trio's `test_run::test_slow_abort_edge_cases`.
#[test]
fn a_child_is_asked_once_although_two_scopes_around_it_are_cancelled() {
    on_paused_clock(async {
        let (say, said) = mpsc::channel();
        let scope = TaskGroup::<()>::scope(async |outer| {
            let inner = TaskGroup::<()>::scope(async |inner| {
                drop(inner.create_task(graceful(async move |cancel| {
                    cancel.requested().await;
                    say.send("asked").unwrap();
                    all_idle().await;
                    say.send("done").unwrap();
                    Ok(())
                })));
                all_idle().await;
                outer.cancel();
                inner.cancel();
                pending::<Result<(), ()>>().await
            });
            inner.await.map_err(drop)
        });
        assert!(scope.await.is_err());
        let said: Vec<_> = said.iter().collect();
        assert_eq!(said, ["asked", "done"]);
    });
}

/// Nested scopes of this depth. The innermost body cancels the outermost scope.
fn nested(depth: usize, outermost: TaskGroupHandle<()>) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        if depth == 0 {
            outermost.cancel();
            return pending().await;
        }
        let scope = TaskGroup::<()>::scope(async |_| {
            nested(depth - 1, outermost).await;
            Ok(())
        });
        drop(scope.await);
    })
}

/// Trio's `test_run::test_very_deep_cancel_scope_nesting`.
///
/// Trio has 5000 scopes here. In this crate, each scope takes a part of the stack, as any nested future does.
#[test]
fn a_hundred_nested_scopes_are_cancelled() {
    on_both_flavours(async || {
        let scope = TaskGroup::<()>::scope(async |outermost| {
            nested(100, outermost).await;
            Ok(())
        });
        assert!(scope.await.unwrap_err().is_cancelled());
    });
}
