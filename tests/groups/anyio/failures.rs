//! Values and failures of children and bodies.

use std::future::pending;

use ensure_future::{Failure, TaskGroup, TaskGroupError, graceful};
use tokio::sync::oneshot;

use support::{all_idle, on_both_flavours, on_paused_clock};

/// For each failure, whether it is the body's, and its error.
fn errors<T>(failed: Result<T, TaskGroupError<&'static str>>) -> Vec<(bool, &'static str)> {
    let Err(error) = failed else {
        panic!("the group has not failed");
    };
    let failures = error.failures.into_iter();
    failures
        .map(|failed| match failed.failure {
            Failure::Returned(error) => (failed.id.is_none(), error),
            Failure::Ended(error) => panic!("it has returned no error: {error}"),
        })
        .collect()
}

/// AnyIO's `test_taskgroups::test_success`.
#[test]
fn all_children_have_ended_when_the_scope_has() {
    on_both_flavours(async || {
        let scope = TaskGroup::<()>::scope(async |group| {
            let text = group.create_task(async { Ok("a") }).unwrap();
            let number = group.create_task(async { Ok(1) }).unwrap();
            Ok((text, number))
        });
        let (text, number) = scope.await.unwrap();
        assert!(text.is_finished() && number.is_finished());
        assert_eq!((text.await, number.await), (Ok("a"), Ok(1)));
    });
}

/// AnyIO's `test_taskgroups::test_already_closed`.
/// AnyIO's `test_taskgroups::test_start_soon_after_error`.
#[test]
fn a_scope_that_is_over_takes_no_children() {
    on_both_flavours(async || {
        for body_fails in [false, true] {
            let mut handle = None;
            let scope = TaskGroup::<()>::scope(async |group| {
                handle = Some(group);
                if body_fails { Err(()) } else { Ok(()) }
            });
            assert_eq!(scope.await.is_err(), body_fails);
            let refused = handle.unwrap().create_task(async { Ok(()) });
            assert!(refused.is_err());
        }
    });
}

/// AnyIO's `test_taskgroups::test_start_soon_while_running`.
/// Trio's `test_run::test_nursery_closure`.
#[test]
fn a_child_adds_another_after_the_body_has_returned() {
    on_both_flavours(async || {
        let (returns, returned) = oneshot::channel();
        let (ends, mut ended) = oneshot::channel();
        let mut scope = Box::pin(TaskGroup::<()>::scope(async |group| {
            let handle = group.clone();
            drop(group.create_task(async move {
                returned.await.unwrap();
                drop(handle.create_task(async move {
                    ends.send(()).unwrap();
                    Ok(())
                }));
                Ok(())
            }));
            Ok(group)
        }));
        assert!(support::poll_once(&mut scope).is_pending());
        returns.send(()).unwrap();
        let handle = scope.await.unwrap();
        assert_eq!(ended.try_recv(), Ok(()));
        assert!(handle.create_task(async { Ok(()) }).is_err());
    });
}

/// AnyIO's `test_taskgroups::test_exception_group_host`.
#[test]
fn the_failure_of_a_body_comes_before_that_of_a_child_which_it_cancels() {
    on_paused_clock(async {
        let failed = TaskGroup::scope(async |group| {
            drop(group.create_task(graceful(async |cancel| {
                cancel.requested().await;
                Err::<(), _>("child")
            })));
            all_idle().await;
            Err::<(), _>("body")
        });
        assert_eq!(errors(failed.await), [(true, "body"), (false, "child")]);
    });
}

/// AnyIO's `test_taskgroups::test_nested_task_group_filtering`.
/// Trio's `test_run::test_nursery_collapse`.
/// Trio's `test_run::test_cancel_scope_exceptiongroup_filtering`.
///
/// In AnyIO and Trio, the failures of a cancelled inner group are reported. Here, the inner scope is dropped: the group
/// waits for its children, and their failures are lost.
#[test]
fn failures_in_an_inner_scope_are_lost_when_the_outer_one_drops_it() {
    on_paused_clock(async {
        let (cleans_up, mut cleaned_up) = oneshot::channel();
        let failed = TaskGroup::scope(async |outer| {
            drop(outer.create_task(async {
                all_idle().await;
                Err::<(), _>("outer")
            }));
            let inner = TaskGroup::scope(async |inner| {
                drop(inner.create_task(graceful(async move |cancel| {
                    cancel.requested().await;
                    all_idle().await;
                    cleans_up.send(()).unwrap();
                    Err::<(), _>("inner")
                })));
                pending::<Result<(), _>>().await
            });
            inner.await.map_err(TaskGroupError::into_boxed).unwrap();
            Ok(())
        });
        assert_eq!(errors(failed.await), [(false, "outer")]);
        assert_eq!(cleaned_up.try_recv(), Ok(()));
    });
}
