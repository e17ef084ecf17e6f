//! Failures of children and bodies, and the order of turns.

use std::sync::mpsc;

use ensure_future::{Failure, TaskGroup, TaskGroupError, TaskGroupHandle};
use tokio::task::yield_now;

use support::{History, on_both_flavours, on_current_thread};

/// The errors of the failures, in their order.
fn errors<T>(failed: Result<T, TaskGroupError<&'static str>>) -> Vec<&'static str> {
    let Err(error) = failed else {
        panic!("the group has not failed");
    };
    let failures = error.failures.into_iter();
    failures
        .map(|failed| match failed.failure {
            Failure::Returned(error) => error,
            Failure::Ended(error) => panic!("it has returned no error: {error}"),
        })
        .collect()
}

/// Adds a child that fails in its first turn.
fn add_failing(group: &TaskGroupHandle<&'static str>, error: &'static str) {
    drop(group.create_task(async move { Err::<(), _>(error) }));
}

/// Trio's `test_run::test_nursery_main_block_error_basic`.
/// Trio's `test_run::test_nursery_explicit_exception`.
#[test]
fn the_failure_of_a_body_alone_is_one_failure() {
    on_both_flavours(async || {
        let failed = TaskGroup::scope(async |_| Err::<(), _>("body"));
        assert_eq!(errors(failed.await), ["body"]);
    });
}

/// Trio's `test_run::test_cancel_scope_no_cancellederror`.
#[test]
fn a_body_that_cancels_its_scope_and_fails_has_failed() {
    on_both_flavours(async || {
        let failed = TaskGroup::scope(async |group| {
            group.cancel();
            Err::<(), _>("body")
        });
        let error = failed.await.unwrap_err();
        assert!(!error.is_cancelled());
        assert_eq!(errors::<()>(Err(error)), ["body"]);
    });
}

/// Trio's `test_run::test_two_child_crashes`.
#[test]
fn two_children_that_fail_in_one_turn_are_two_failures() {
    on_current_thread(async {
        let failed = TaskGroup::scope(async |group| {
            add_failing(&group, "first");
            add_failing(&group, "second");
            Ok(())
        });
        assert_eq!(errors(failed.await), ["first", "second"]);
    });
}

/// Trio's `test_run::test_main_and_task_both_crash`.
///
/// In Trio, a child runs to its first suspension point although the body has failed. Here, it does not begin. A body in
/// a region sees the failure of a child, and both failures are reported.
#[test]
fn a_body_and_a_child_both_fail_if_the_child_has_begun() {
    on_current_thread(async {
        let history = History::default();
        let failed = TaskGroup::scope(async |group| {
            let child = history.watch(async { Err::<(), _>("child") });
            drop(group.create_task(child));
            Err::<(), _>("body")
        });
        assert_eq!(errors(failed.await), ["body"]);
        assert_eq!(history.polls(), 0);

        let failed = TaskGroup::scope(async |group| {
            let child = group.create_task(async { Err::<(), _>("child") }).unwrap();
            group.finish(child).await.map_err(|_| "body")
        });
        assert_eq!(errors(failed.await), ["child", "body"]);
    });
}

/// Trio's `test_run::test_basic_interleave`.
#[test]
fn children_take_turns() {
    on_current_thread(async {
        let (say, said) = mpsc::channel();
        let scope = TaskGroup::<()>::scope(async move |group| {
            for name in ["a", "b"] {
                let say = say.clone();
                drop(group.create_task(async move {
                    for turn in 0..3 {
                        say.send((name, turn)).unwrap();
                        yield_now().await;
                    }
                    Ok(())
                }));
            }
            Ok(())
        });
        scope.await.unwrap();
        let mut said: Vec<_> = said.iter().collect();
        said.chunks_mut(2).for_each(<[_]>::sort_unstable); // within a turn, the order does not matter
        let turns = [("a", 0), ("b", 0), ("a", 1), ("b", 1), ("a", 2), ("b", 2)];
        assert_eq!(said, turns);
    });
}
