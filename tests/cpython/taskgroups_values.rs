//! Values of the children of a group.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use ensure_future::{GroupTaskError, TaskGroup, create_named_task, task_name};
use tokio::task_local;
use tokio::time::sleep;

use super::group_support::{Ended, Fault, add, on_paused_clock};
use support::{alive_tasks, lifeline, lifelines, on_both_flavours};

const SOON: Duration = Duration::from_millis(100);

async fn after(delay: Duration, value: u8) -> Result<u8, Fault> {
    sleep(delay).await;
    Ok(value)
}

/// CPython's `test_taskgroups::test_taskgroup_01`.
#[test]
fn values_are_there_when_the_scope_has_ended() {
    on_paused_clock(async {
        let ended = TaskGroup::scope(async |group| {
            let first = group.create_task(after(SOON, 42)).unwrap();
            let second = group.create_task(after(2 * SOON, 11)).unwrap();
            Ok((first, second))
        });
        let (first, second) = ended.await.unwrap();
        assert!(first.is_finished() && second.is_finished());
        assert_eq!((first.await, second.await), (Ok(42), Ok(11)));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_02`.
#[test]
fn a_child_can_be_added_when_another_has_ended() {
    on_paused_clock(async {
        let ended = TaskGroup::scope(async |group| {
            let mut first = group.create_task(after(SOON, 42)).unwrap();
            let value = (&mut first).await;
            let second = group.create_task(after(SOON, 11)).unwrap();
            Ok((value, second))
        });
        let (value, second) = ended.await.unwrap();
        assert!(second.is_finished());
        assert_eq!((value, second.await), (Ok(42), Ok(11)));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_03`.
#[test]
fn a_child_that_is_cancelled_by_hand_is_no_failure() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let ended: Ended<_> = TaskGroup::scope(async |group| {
            let first = line.endless::<Result<u8, Fault>>();
            let first = group.create_task(first).unwrap();
            watch.started().await;
            assert!(first.cancel());
            let second = group.create_task(async { Ok(11) }).unwrap();
            Ok((first, second))
        })
        .await;
        let (first, second) = ended.unwrap();
        assert!(first.is_finished());
        assert_eq!(first.await, Err(GroupTaskError::Cancelled));
        assert_eq!(second.await, Ok(11));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_23`.
///
/// A group can't tell the number of its children. When a child has ended, its data in the group and its task are freed.
#[test]
fn a_group_keeps_nothing_of_children_that_have_ended() {
    on_paused_clock(async {
        let ended: Ended = TaskGroup::scope(async |group| {
            for count in 0..10 {
                sleep(SOON).await;
                add(&group, async {
                    sleep(3 * SOON).await;
                    Ok(())
                });
                if count == 5 {
                    assert!(alive_tasks() < 5, "{}", alive_tasks());
                }
            }
            sleep(4 * SOON).await;
            assert_eq!(alive_tasks(), 0);
            Ok(())
        })
        .await;
        ended.unwrap();
    });
}

/// CPython's `test_taskgroups::test_taskgroup_24`.
#[test]
fn a_scope_waits_for_the_children_that_a_child_adds() {
    on_paused_clock(async {
        let mut watches = Vec::new();
        let ended: Ended = TaskGroup::scope(async |group| {
            let (lines, watching) = lifelines(2);
            watches = watching;
            let root = group.clone();
            add(&group, async move {
                sleep(SOON).await;
                for (line, delay) in lines.into_iter().zip([SOON, 2 * SOON]) {
                    add(&root, async move {
                        let _line = line;
                        sleep(delay).await;
                        Ok(())
                    });
                }
                Ok(())
            });
            Ok(())
        })
        .await;
        ended.unwrap();
        assert!(watches.iter_mut().all(|watch| !watch.is_alive()));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_task_name`.
#[test]
fn a_child_keeps_its_name() {
    on_both_flavours(async || {
        let (line, _watch) = lifeline();
        let group = TaskGroup::new();
        let named = create_named_task("yolo", line.endless::<Result<(), Fault>>());
        let child = group.create_task(named).unwrap();
        assert_eq!(task_name(child.id()).as_deref(), Some("yolo"));
    });
}

/// CPython's `test_taskgroups::test_taskgroup_task_context`.
///
/// tokio's task locals take the place of contexts: a child sees only the task locals that its coroutine was wrapped in.
#[test]
fn children_share_the_task_locals_that_they_are_given() {
    task_local! {
        static SEEN: Arc<AtomicU8>;
    }

    on_both_flavours(async || {
        let seen = Arc::new(AtomicU8::new(0));
        let group = TaskGroup::new();
        for value in [1, 2] {
            let child = SEEN.scope(seen.clone(), async move {
                SEEN.with(|seen| seen.store(value, Ordering::SeqCst));
                Ok::<_, Fault>(())
            });
            group.create_task(child).unwrap().await.unwrap();
            assert_eq!(seen.load(Ordering::SeqCst), value);
        }
        let inherited = SEEN.scope(seen, async {
            let child = group.create_task(async { Ok(SEEN.try_with(|_| ()).is_ok()) });
            child.unwrap().await.unwrap()
        });
        assert!(!inherited.await);
    });
}
