//! Groups that take no more children, and the refused tasks.

use std::future::pending;

use ensure_future::{TaskGroup, TaskGroupHandle, current_task, graceful};
use tokio::sync::oneshot;

use super::group_support::{Ended, Fault, add, fails, words};
use support::{
    History, let_others_run, lifeline, now, on_both_flavours, on_current_thread, panic_of,
    panics_here,
};

/// CPython's `test_taskgroups::test_taskgroup_no_create_task_after_failure`.
#[test]
fn a_group_that_has_failed_takes_no_children() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (added, is_added) = oneshot::channel();
        let failed: Ended = TaskGroup::scope(async |group| {
            let handle = group.clone();
            let child = graceful(async move |cancel| {
                line.started();
                cancel.requested().await;
                let another = handle.create_task(async { Ok(()) });
                added.send(another.is_ok()).unwrap();
                Ok(())
            });
            add(&group, child);
            watch.started().await;
            add(&group, fails("broke"));
            pending().await
        })
        .await;
        assert_eq!(words(failed), ["broke"]);
        assert_eq!(is_added.await, Ok(false));
    });
}

/// A handle of a group that has ended, which outlives its scope.
async fn ended() -> TaskGroupHandle<Fault> {
    let scope = TaskGroup::scope(async |group| Ok(group));
    scope.await.unwrap()
}

/// CPython's `test_taskgroups::test_taskgroup_finished`.
#[test]
fn a_group_that_has_ended_takes_no_children() {
    on_both_flavours(async || {
        let error = ended().await.create_task(async { Ok(42) }).unwrap_err();
        assert_eq!(error.to_string(), "the task group takes no more children");
    });
}

/// CPython's `test_taskgroups::test_coro_closed_when_tg_closed`.
///
/// No awaitable is lost: a coroutine comes back as a task, which can go on. If that task is dropped, the coroutine
/// never starts.
#[test]
fn what_is_refused_is_handed_back() {
    on_current_thread(async {
        let group = ended().await;
        let cancelled = History::default();
        let refused = group.create_task(cancelled.watch(async { Ok(()) }));
        drop(refused.unwrap_err());
        let kept = group.create_task(async { Ok(42) });
        let_others_run().await;
        assert_eq!((cancelled.polls(), cancelled.drops()), (0, 1));
        let kept = kept.unwrap_err().into_task();
        assert_eq!(kept.await.unwrap(), Ok(42));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_not_entered`.
///
/// A group need not be entered: it takes and runs children from the beginning.
#[test]
fn children_run_before_the_group_is_joined() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let group = TaskGroup::<Fault>::new();
        add(&group.handle(), line.endless());
        watch.started().await;
        group.cancel();
        group.join().await.unwrap();
    });
}

/// CPython's `test_taskgroups::test_taskgroup_without_parent_task`.
///
/// A group needs no task around it, since it cancels no such task. It needs a runtime only for a coroutine.
#[test]
fn a_group_needs_no_task_and_its_coroutines_a_runtime() {
    on_both_flavours(async || {
        assert_eq!(current_task(), None);
        let value: Ended<_> = TaskGroup::scope(async |group| {
            let child = group.create_task(async { Ok(42) }).unwrap();
            Ok(child.await)
        })
        .await;
        assert_eq!(value.unwrap(), Ok(42));
    });

    let scope = TaskGroup::scope(async |_: TaskGroupHandle<Fault>| Ok(42));
    assert_eq!(now(scope).unwrap(), 42);
    let scope = TaskGroup::scope(async |group: TaskGroupHandle<Fault>| {
        group.create_task(async { Ok(42) }).unwrap();
        Ok(())
    });
    let panic = panic_of(|| now(scope));
    assert!(panic.message.contains("no tokio runtime"));
}

/// The same case without a runtime.
#[test]
fn a_coroutine_without_a_runtime_is_a_panic_at_the_callers_line() {
    let group = TaskGroup::<Fault>::new();
    let message = panics_here(|| drop(group.create_task(async { Ok(42) })));
    assert!(message.contains("no tokio runtime"), "{message}");
}
