//! Groups inside other groups.

use std::future::pending;

use ensure_future::{Failure, TaskFailure, TaskGroup, TaskGroupError, create_task, graceful};

use super::group_support::{Ended, Fault, add, fails, fails_when_asked, leave, words};
use support::{
    Lifeline, all_dropped, all_started, lifeline, lifelines, on_both_flavours, on_current_thread,
};

/// The failures of an inner group, which is the only failure of its outer group.
fn inner_words(failed: Ended<(), TaskGroupError<Fault>>) -> Vec<String> {
    let mut failures = failed.unwrap_err().failures;
    assert_eq!(failures.len(), 1);
    match failures.remove(0) {
        TaskFailure {
            id: None,
            failure: Failure::Returned(inner),
            ..
        } => words::<()>(Err(inner)),
        other => panic!("it is not the body's: {other:?}"),
    }
}

/// Groups that are cancelled with their owner. The inner children fail when they are cancelled.
async fn nested(
    outer_child: Option<Lifeline>,
    inner_children: Vec<Lifeline>,
) -> Ended<(), TaskGroupError<Fault>> {
    graceful(async move |cancel| {
        TaskGroup::scope(async move |outer| {
            if let Some(line) = outer_child {
                add(&outer, line.endless());
            }
            let inner = TaskGroup::new();
            for line in inner_children {
                add(&inner.handle(), fails_when_asked(line, "broke"));
            }
            leave(inner, &cancel).await
        })
        .await
    })
    .await
}

/// CPython's `test_taskgroups::test_taskgroup_11`.
#[test]
fn failures_of_an_inner_group_that_is_cancelled_are_one_of_the_outer() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(5);
        let owner = create_task(nested(None, lines));
        all_started(&mut watches).await;
        let failed = owner.cancel_and_wait().await.unwrap();
        assert_eq!(inner_words(failed), ["broke"; 5]);
    });
}

/// CPython's `test_taskgroups::test_taskgroup_12`.
#[test]
fn failures_of_an_inner_group_that_is_cancelled_cancel_the_outer_child() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(5);
        let (line, mut outer_watch) = lifeline();
        let owner = create_task(nested(Some(line), lines));
        outer_watch.started().await;
        all_started(&mut watches).await;
        let failed = owner.cancel_and_wait().await.unwrap();
        assert_eq!(inner_words(failed), ["broke"; 5]);
        assert!(!outer_watch.is_alive());
    });
}

/// The same cases with a plain owner: the owner and all children are dropped.
#[test]
fn cancelling_a_plain_owner_cancels_the_children_of_both_groups() {
    on_both_flavours(async || {
        let (mut lines, mut watches) = lifelines(6);
        let owner = create_task(TaskGroup::scope(async move |outer| {
            add::<TaskGroupError<Fault>>(&outer, lines.pop().unwrap().endless());
            TaskGroup::scope(async move |inner| {
                for line in lines {
                    add(&inner, line.endless());
                }
                pending::<Result<(), Fault>>().await
            })
            .await
        }));
        all_started(&mut watches).await;
        assert!(owner.cancel_and_wait().await.unwrap_err().is_cancelled());
        all_dropped(watches).await;
    });
}

/// CPython's `test_taskgroups::test_taskgroup_14`.
#[test]
fn the_failure_of_an_inner_group_is_one_of_the_outer() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let failed = TaskGroup::scope(async |outer| {
            add(&outer, line.endless());
            watch.started().await;
            TaskGroup::scope(async |inner| {
                add(&inner, fails("broke"));
                Ok(())
            })
            .await
        })
        .await;
        assert_eq!(inner_words(failed), ["broke"]);
        assert!(!watch.is_alive());
    });
}

/// CPython's `test_taskgroups::test_taskgroup_13`.
///
/// The inner group is dropped, so it has not failed.
#[test]
fn the_failure_of_an_outer_group_cancels_the_inner_children() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let failed: Ended = TaskGroup::scope(async |outer| {
            let inner: Ended = TaskGroup::scope(async |inner| {
                add(&inner, line.endless());
                watch.started().await;
                add(&outer, fails("broke"));
                Ok(())
            })
            .await;
            panic!("the inner group has ended: {inner:?}")
        })
        .await;
        assert_eq!(words(failed), ["broke"]);
        watch.dropped().await;
    });
}

/// CPython's `test_taskgroups::test_nested_groups_both_cancelled`.
///
/// The outer failure drops the outer body, and with it the handler of an inner failure in the same turn.
#[test]
fn of_two_groups_that_fail_in_the_same_turn_the_outer_reports() {
    on_current_thread(async {
        let mut is_handled = false;
        let failed: Ended = TaskGroup::scope(async |outer| {
            let inner: Ended = TaskGroup::scope(async |inner| {
                add(&inner, fails("inner"));
                add(&outer, fails("outer"));
                pending().await
            })
            .await;
            is_handled = inner.is_err();
            Ok(())
        })
        .await;
        assert_eq!(words(failed), ["outer"]);
        assert!(!is_handled);
    });
}

/// The same case, but the inner failure comes first: it is handled, and then the outer failure cancels the rest.
#[test]
fn an_inner_failure_that_is_handled_leaves_the_outer_group_as_it_is() {
    on_both_flavours(async || {
        let mut handled = Vec::new();
        let (body, mut watch) = lifeline();
        let failed: Ended = TaskGroup::scope(async |outer| {
            let inner: Ended = TaskGroup::scope(async |inner| {
                add(&inner, fails("inner"));
                pending().await
            })
            .await;
            handled = words(inner);
            add(&outer, fails("outer"));
            body.endless().await
        })
        .await;
        assert_eq!(handled, ["inner"]);
        assert_eq!(words(failed), ["outer"]);
        assert!(!watch.is_alive());
    });
}
