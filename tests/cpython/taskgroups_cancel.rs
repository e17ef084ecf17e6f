//! Groups whose owner is cancelled.

use std::future::pending;

use ensure_future::{Task, TaskGroup, create_task, graceful};
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::task::{AbortHandle, yield_now};

use super::group_support::{
    Ended, Fault, add, fails, fails_when_asked, leave, panics_when_dropped, words,
};
use support::{
    History, Lifeline, all_dropped, all_started, let_others_run, lifeline, lifelines,
    on_both_flavours, on_current_thread, poll_once,
};

/// CPython's `test_taskgroups::test_cancellation`.
/// CPython's `test_taskgroups::test_taskgroup_07`.
#[test]
fn cancelling_the_owner_cancels_body_and_children() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(6);
        let owner = create_task(TaskGroup::scope(async move |group| {
            let mut lines = lines.into_iter();
            let body = lines.next().unwrap();
            for line in lines {
                add(&group, line.endless());
            }
            body.endless::<Result<(), Fault>>().await
        }));
        all_started(&mut watches).await;
        assert!(owner.cancel_and_wait().await.unwrap_err().is_cancelled());
        all_dropped(watches).await;
    });
}

/// The same case with an owner that waits for its children, as it does in asyncio.
#[test]
fn a_graceful_owner_waits_for_the_children() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(5);
        let owner: Task<()> = create_task(graceful(async move |cancel| {
            let group = TaskGroup::new();
            for line in lines {
                add(&group.handle(), line.endless());
            }
            leave(group, &cancel).await.unwrap();
            cancel.accept().await;
        }));
        all_started(&mut watches).await;
        assert!(owner.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert!(watches.iter_mut().all(|watch| !watch.is_alive()));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_08`.
///
/// A graceful owner gets the failures. A plain owner is dropped, as in the test above, and the failures of its children
/// with it.
#[test]
fn children_that_fail_while_they_are_cancelled_are_reported() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(5);
        let owner = create_task(graceful(async move |cancel| {
            let group = TaskGroup::new();
            for line in lines {
                add(&group.handle(), fails_when_asked(line, "broke"));
            }
            leave(group, &cancel).await
        }));
        all_started(&mut watches).await;
        let failed = owner.cancel_and_wait().await.unwrap();
        assert_eq!(words(failed), ["broke"; 5]);
    });
}

/// The same case with children that panic when they are dropped.
#[test]
fn children_that_panic_while_they_are_cancelled_are_reported() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(5);
        let owner = create_task(graceful(async move |cancel| {
            let group = TaskGroup::new();
            for line in lines {
                add(&group.handle(), panics_when_dropped(line, "broke"));
            }
            leave(group, &cancel).await
        }));
        all_started(&mut watches).await;
        let failed = owner.cancel_and_wait().await.unwrap();
        assert_eq!(words(failed), ["panic: broke"; 5]);
    });
}

/// Owns a group, says when it is cancelled, and cleans up slowly. Meanwhile a child fails.
async fn slow_to_leave(mut line: Lifeline, asked: Sender<()>, crash: Receiver<()>) -> Ended {
    graceful(async move |cancel| {
        TaskGroup::scope(async move |group| {
            add(&group, async {
                crash.await.unwrap();
                Err(Fault("broke"))
            });
            line.started();
            cancel.requested().await;
            asked.send(()).unwrap();
            pending().await
        })
        .await
    })
    .await
}

/// CPython's `test_taskgroups::test_taskgroup_15`.
#[test]
fn a_failure_while_the_body_is_slow_to_leave_wins() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let (asked, is_asked) = oneshot::channel();
        let (crash, may_crash) = oneshot::channel();
        let owner = create_task(slow_to_leave(line, asked, may_crash));
        watch.started().await;
        owner.cancel();
        is_asked.await.unwrap();
        crash.send(()).unwrap();
        assert_eq!(words(owner.await.unwrap()), ["broke"]);
    });
}

/// CPython's `test_taskgroups::test_taskgroup_16`.
///
/// The awaiter of the owner has to be graceful too, to see the failure.
#[test]
fn a_failure_while_a_nested_task_is_slow_to_leave_wins() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let (asked, is_asked) = oneshot::channel();
        let (crash, may_crash) = oneshot::channel();
        let runner = create_task(graceful(async move |cancel| {
            let owner = create_task(slow_to_leave(line, asked, may_crash));
            cancel.requested().await;
            owner.cancel_and_wait().await.unwrap()
        }));
        watch.started().await;
        runner.cancel();
        is_asked.await.unwrap();
        crash.send(()).unwrap();
        assert_eq!(words(runner.await.unwrap()), ["broke"]);
    });
}

/// The same case with a plain runner. Its end is awaited together with the end of the owner, whose failure nobody sees.
#[test]
fn the_end_of_a_plain_task_is_also_that_of_the_owner_that_it_awaits() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let (asked, is_asked) = oneshot::channel();
        let (crash, may_crash) = oneshot::channel();
        let owner = slow_to_leave(line, asked, may_crash);
        let runner = create_task(async { create_task(owner).await });
        watch.started().await;
        let mut end = runner.cancel_and_wait();
        assert!(poll_once(&mut end).is_pending());
        is_asked.await.unwrap();
        assert!(poll_once(&mut end).is_pending());
        crash.send(()).unwrap();
        assert!(end.await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

/// CPython's `test_taskgroups::test_taskgroup_17`.
#[test]
fn cancelling_the_owner_of_an_empty_group_cancels_the_body() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let body = async |_| line.endless::<Result<(), Fault>>().await;
        let owner = create_task(TaskGroup::scope(body));
        watch.started().await;
        assert!(owner.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

/// CPython's `test_taskgroups::test_taskgroup_18`.
#[test]
fn a_body_may_fail_when_it_is_asked_to_end() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let body = async move |_| fails_when_asked(line, "mine").await;
        let owner = create_task(TaskGroup::scope(body));
        watch.started().await;
        let failed = owner.cancel_and_wait().await.unwrap();
        assert_eq!(failed.as_ref().unwrap_err().failures[0].id, None);
        assert_eq!(words(failed), ["mine"]);
    });
}

/// CPython's `test_taskgroups::test_taskgroup_22`.
#[test]
fn children_of_an_owner_that_is_cancelled_before_never_start() {
    on_current_thread(async {
        let history = History::default();
        let children = [history.watch(pending()), history.watch(pending())];
        let (send_owner, its_handle) = oneshot::channel::<AbortHandle>();
        let owner = create_task(TaskGroup::scope(async |group| {
            let owner = its_handle.await.unwrap();
            for child in children {
                add(&group, child);
            }
            owner.abort();
            pending::<Result<(), Fault>>().await
        }));
        send_owner.send(owner.abort_handle()).unwrap();
        assert!(owner.await.unwrap_err().is_cancelled());
        let_others_run().await;
        assert_eq!((history.polls(), history.drops()), (0, 2));
    });
}

/// CPython's `test_taskgroups::test_cancelling_level_preserved`.
#[test]
fn the_failure_of_a_group_is_no_request_to_its_owner() {
    on_both_flavours(async || {
        let owner = create_task(graceful(async |cancel| {
            let failed: Ended = TaskGroup::scope(async |group| {
                add(&group, fails("broke"));
                pending().await
            })
            .await;
            assert_eq!(words(failed), ["broke"]);
            yield_now().await;
            cancel.is_requested()
        }));
        assert!(!owner.await.unwrap());
    });
}

/// CPython's `test_taskgroups::test_error_and_cancel`.
#[test]
fn a_request_that_comes_with_a_failure_is_not_lost() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (crash, may_crash) = oneshot::channel();
        let (handled, is_handled) = oneshot::channel();
        let owner: Task<()> = create_task(graceful(async move |cancel| {
            let failed: Ended = TaskGroup::scope(async move |group| {
                add(&group, async {
                    may_crash.await.unwrap();
                    Err(Fault("broke"))
                });
                line.started();
                pending().await
            })
            .await;
            handled.send(words(failed)).unwrap();
            cancel.accept().await;
        }));
        watch.started().await;
        owner.cancel();
        crash.send(()).unwrap();
        assert!(owner.await.unwrap_err().is_cancelled());
        assert_eq!(is_handled.await.unwrap(), ["broke"]);
    });
}
