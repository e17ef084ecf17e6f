//! Failures that a group reports, and the tasks that they cancel.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ensure_future::{GroupTaskError, TaskGroup, TaskGroupHandle, create_task, graceful};
use tokio::time::sleep;

use super::group_support::{
    Ended, Fault, PanicsWhenDropped, add, fails, fails_when_asked, on_paused_clock,
    panics_when_dropped, words,
};
use support::{
    History, Lifeline, Watch, all_started, let_others_run, lifeline, lifelines, on_both_flavours,
    on_current_thread, text,
};

/// CPython's `test_taskgroups::test_taskgroup_04`.
#[test]
fn a_failure_cancels_the_sibling_and_is_reported() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let mut id = None;
        let failed = TaskGroup::scope(async |group| {
            add(&group, line.endless());
            watch.started().await;
            let failing = group.create_task(fails("broke")).unwrap();
            id = Some(failing.id());
            Ok("not returned")
        })
        .await;
        let failure = &failed.as_ref().unwrap_err().failures[0];
        assert_eq!(failure.id, id);
        assert_eq!(words(failed), ["broke"]);
        assert!(!watch.is_alive());
    });
}

/// CPython's `test_taskgroups::test_cancel_children_on_child_error`.
#[test]
fn failures_of_the_same_turn_are_all_reported() {
    on_paused_clock(async {
        let (sibling, mut sibling_watch) = lifeline();
        let (body, mut body_watch) = lifeline();
        let failed: Ended = TaskGroup::scope(async |group| {
            for words in ["first", "second", "third"] {
                add(&group, async move {
                    sleep(Duration::from_secs(1)).await;
                    Err(Fault(words))
                });
            }
            add(&group, sibling.endless());
            body.endless().await
        })
        .await;
        assert_eq!(words(failed), ["first", "second", "third"]);
        assert!(!sibling_watch.is_alive() && !body_watch.is_alive());
    });
}

/// CPython's `test_taskgroups::test_taskgroup_09`.
#[test]
fn an_error_of_the_body_cancels_the_children() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(2);
        let failed: Ended = TaskGroup::scope(async |group| {
            for line in lines {
                add(&group, line.endless());
            }
            all_started(&mut watches).await;
            Err(Fault("broke"))
        })
        .await;
        assert_eq!(failed.as_ref().unwrap_err().failures[0].id, None);
        assert_eq!(words(failed), ["broke"]);
        assert!(watches.iter_mut().all(|watch| !watch.is_alive()));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_10`.
#[test]
fn children_of_a_body_that_fails_at_once_never_start() {
    on_current_thread(async {
        let history = History::default();
        let mut children = Vec::new();
        let failed: Ended = TaskGroup::scope(async |group| {
            for _ in 0..2 {
                let child = history.watch(pending::<Result<u8, _>>());
                children.push(group.create_task(child).unwrap());
            }
            Err(Fault("broke"))
        })
        .await;
        assert_eq!(words(failed), ["broke"]);
        assert_eq!((history.polls(), history.drops()), (0, 2));
        for child in children {
            assert!(child.is_finished());
            assert_eq!(child.await, Err(GroupTaskError::Cancelled));
        }
    });
}

/// A child fails when a sibling has begun, and the sibling then fails in its own way.
async fn both_fail<S, F>(first: F, sibling: S) -> Vec<String>
where
    S: Future<Output = Result<(), Fault>> + Send + 'static,
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let failed: Ended = TaskGroup::scope(async |group| {
        add(&group, sibling);
        add(&group, first);
        pending().await
    })
    .await;
    words(failed)
}

/// CPython's `test_taskgroups::test_taskgroup_19`.
///
/// The body is dropped, so it can't fail any more. A graceful child can report an error of its clean-up.
#[test]
fn what_fails_after_the_failure_of_another_is_reported_too() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let first = async move {
            watch.started().await;
            Err(Fault("broke"))
        };
        let reported = both_fail(first, fails_when_asked(line, "mine")).await;
        assert_eq!(reported, ["broke", "mine"]);
    });
}

/// CPython's `test_taskgroups::test_taskgroup_context_manager_exit_raises`.
///
/// A value that the body owns can't report an error when it is dropped. A graceful child can own the value instead, and
/// fail when it releases it.
#[test]
fn a_failure_while_something_is_given_back_is_reported_too() {
    async fn with_database(block: impl Future<Output = ()>) -> Result<(), Fault> {
        graceful(async |cancel| {
            tokio::select! {
                () = block => {}
                () = cancel.requested() => {}
            }
        })
        .await;
        Err(Fault("the database"))
    }

    on_both_flavours(async || {
        let owner = create_task(graceful(async |cancel| {
            let (line, mut watch) = lifeline();
            let first = async move {
                watch.started().await;
                Err(Fault("broke"))
            };
            let reported = both_fail(first, with_database(line.endless())).await;
            (reported, cancel.is_requested())
        }));
        let (reported, is_cancelled) = owner.await.unwrap();
        assert_eq!(reported, ["broke", "the database"]);
        assert!(!is_cancelled);
    });
}

/// CPython's `test_taskgroups::test_taskgroup_20`.
///
/// A panic of the body stops the whole group, whatever its payload is.
#[test]
fn a_panic_of_the_body_wins() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let scope = create_task(TaskGroup::scope(async move |group| {
            let _bomb = PanicsWhenDropped("mine");
            add(&group, fails_when_asked(line, "late"));
            watch.started().await;
            add(&group, fails("broke"));
            pending::<Result<(), Fault>>().await
        }));
        let panic = scope.await.unwrap_err().into_panic();
        assert_eq!(text(&*panic), "mine");
    });
}

/// CPython's `test_taskgroups::test_taskgroup_20a`.
///
/// All kinds of panics are treated alike: the panic of the body is passed on, as above, and the panic of a child is
/// collected, even from a destructor.
#[test]
fn a_panic_of_a_child_that_is_cancelled_is_reported_too() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let first = async move {
            watch.started().await;
            Err(Fault("broke"))
        };
        let reported = both_fail(first, panics_when_dropped(line, "mine")).await;
        assert_eq!(reported, ["broke", "panic: mine"]);
    });
}

/// CPython's `test_taskgroups::test_taskgroup_21a`.
/// CPython's `test_taskgroups::_test_taskgroup_21`.
///
/// A panic of a child, of any kind, is a failure like any other: it is in the report, and does not spread.
#[test]
fn a_panic_of_a_child_cancels_the_others_and_is_reported() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let first = async move {
            watch.started().await;
            panic!("broke")
        };
        let reported = both_fail(first, fails_when_asked(line, "mine")).await;
        assert_eq!(reported, ["panic: broke", "mine"]);
    });
}

/// The body is dropped with its siblings, and its destructors run before the group has ended.
#[test]
fn the_body_is_dropped_before_slow_children_have_ended() {
    on_current_thread(async {
        let (child, mut watch) = lifeline();
        let (body, body_watch) = lifeline();
        let failed = create_task(TaskGroup::scope(async move |group| {
            add(&group, fails_after_the_body(child, body_watch));
            watch.started().await;
            add(&group, fails("broke"));
            body.endless::<Result<(), Fault>>().await
        }));
        assert_eq!(words(failed.await.unwrap()), ["broke", "after the body"]);
    });
}

async fn fails_after_the_body(line: Lifeline, body: Watch) -> Result<(), Fault> {
    let asked = fails_when_asked(line, "after the body").await;
    body.dropped().await;
    asked
}

/// A child that adds two others when its time has come, forever.
fn hydra(
    group: TaskGroupHandle<Fault>,
    heads: Arc<AtomicUsize>,
) -> Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>> {
    heads.fetch_add(1, Ordering::SeqCst);
    Box::pin(async move {
        sleep(Duration::from_millis(10)).await;
        add(&group, hydra(group.clone(), heads.clone()));
        add(&group, hydra(group.clone(), heads));
        Ok(())
    })
}

/// CPython's `test_taskgroups::test_taskgroup_25`.
#[test]
fn children_that_multiply_end_with_a_failure() {
    on_paused_clock(async {
        let heads = Arc::new(AtomicUsize::new(0));
        let failed: Ended = TaskGroup::scope(async |group| {
            add(&group, hydra(group.clone(), heads.clone()));
            let heads = heads.clone();
            add(&group, async move {
                while heads.load(Ordering::SeqCst) < 10 {
                    sleep(Duration::from_millis(15)).await;
                }
                Err(Fault("cut off"))
            });
            Ok(())
        })
        .await;
        assert_eq!(words(failed), ["cut off"]);

        let number = heads.load(Ordering::SeqCst);
        sleep(Duration::from_secs(1)).await;
        let_others_run().await;
        assert_eq!(heads.load(Ordering::SeqCst), number);
    });
}
