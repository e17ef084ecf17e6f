//! Adding children to a `TaskGroup`: the places to add from, the time until which this works, and refused tasks.

use std::future::pending;

use ensure_future::{
    GroupTask, GroupTaskError, TaskGroup, TaskGroupError, TaskGroupHandle, create_task,
};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::alive::{in_every_form_leaving_none, leaving_none};
use support::child::{Child, End, Returned, VALUE, Way, child};
use support::forms::Form;
use support::{Lifeline, Watch, lifeline, on_both_flavours, on_multi_thread, poll_once};

type Group = TaskGroup<&'static str>;
type Handle = TaskGroupHandle<&'static str>;

in_every_form_leaving_none! {
    a_group_that_was_cancelled_hands_the_task_back
    a_group_that_has_failed_hands_the_task_back
    a_group_that_is_gone_hands_the_task_back
    join_waits_for_those_that_are_added_meanwhile
    a_child_adds_others_to_a_group_that_is_joined
    a_failure_reaches_a_group_in_a_child
    dropping_a_group_reaches_a_group_in_a_child
    a_failure_in_a_group_in_a_child_comes_through
    a_child_of_another_runtime_is_one_too
}

async fn a_group_that_was_cancelled_hands_the_task_back<F: Form>() {
    let group = Group::new();
    group.cancel();
    hands_back::<F>(&group.handle()).await;
    group.join().await.unwrap();
}

async fn a_group_that_has_failed_hands_the_task_back<F: Form>() {
    for way in [Way::Fails, Way::Panics] {
        let group = Group::new();
        let (awaitable, mut failing) = child::<F>(way).await;
        let (line, watch) = lifeline();
        drop(group.create_task(awaitable).unwrap());
        drop(
            group
                .create_task(F::of(line.endless::<Returned>()))
                .unwrap(),
        );
        failing.end();
        watch.dropped().await;
        hands_back::<F>(&group.handle()).await;
        group.join().await.unwrap_err();
    }
}

async fn a_group_that_is_gone_hands_the_task_back<F: Form>() {
    let group = Group::new();
    let handle = group.handle();
    drop(group);
    hands_back::<F>(&handle).await;

    let group = Group::new();
    let handle = group.handle();
    group.join().await.unwrap();
    hands_back::<F>(&handle).await;
}

/// Checks that a closed group returns a task unchanged.
async fn hands_back<F: Form>(handle: &Handle) {
    let (awaitable, mut child) = child::<F>(Way::Returns).await;
    let error = handle.create_task(awaitable).unwrap_err();
    assert_eq!(error.to_string(), "the task group takes no more children");
    let task = error.into_task();
    if let Some(id) = child.id() {
        assert_eq!(task.id(), id);
    }
    child.started().await;
    child.goes_on().await;
    assert_eq!(task.await.unwrap(), Ok(VALUE));
}

async fn join_waits_for_those_that_are_added_meanwhile<F: Form>() {
    let group = Group::new();
    let handle = group.handle();
    let (_, mut first) = added::<F>(&handle, Way::Returns).await;
    let mut joined = Box::pin(group.join());
    assert!(poll_once(&mut joined).is_pending());
    let (task, mut second) = added::<F>(&handle, Way::Returns).await;
    first.end();
    assert_eq!(first.ended().await, End::Value);
    let_the_group_run(&mut joined).await;
    second.end();
    joined.await.unwrap();
    assert_eq!(task.await, Ok(VALUE));
    hands_back::<F>(&handle).await;
}

async fn let_the_group_run(joined: &mut (impl Future<Output: Sized> + Unpin)) {
    for _ in 0..10 {
        assert!(poll_once(joined).is_pending());
        yield_now().await;
    }
}

async fn added<F: Form>(handle: &Handle, way: Way) -> (GroupTask<u8>, Child) {
    let (awaitable, mut child) = child::<F>(way).await;
    let task = handle.create_task(awaitable).unwrap();
    child.started().await;
    (task, child)
}

async fn a_child_adds_others_to_a_group_that_is_joined<F: Form>() {
    let group = Group::new();
    let handle = group.handle();
    let (sender, receiver) = oneshot::channel::<()>();
    let parent = group.create_task(F::of(async move {
        receiver.await.unwrap();
        Ok(handle.create_task(F::of(async { Ok(7) })).unwrap())
    }));
    let mut joined = Box::pin(group.join());
    assert!(poll_once(&mut joined).is_pending());
    sender.send(()).unwrap();
    joined.await.unwrap();
    assert_eq!(parent.unwrap().await.unwrap().await, Ok(7));
}

/// A child with a group of its own, which has a child that never ends.
async fn parent(line: Lifeline) -> Returned {
    let inner = Group::new();
    let child = inner.create_task(line.endless::<Returned>()).unwrap();
    inner.join().await.map_err(|_| "failed within")?;
    child.await.map_err(|_| "nothing")
}

async fn nested<F: Form>() -> (Group, Watch) {
    let (line, mut watch) = lifeline();
    let outer = Group::new();
    drop(outer.create_task(F::of(parent(line))).unwrap());
    watch.started().await;
    (outer, watch)
}

async fn a_failure_reaches_a_group_in_a_child<F: Form>() {
    let (outer, watch) = nested::<F>().await;
    let (_, mut failing) = added::<F>(&outer.handle(), Way::Fails).await;
    failing.end();
    watch.dropped().await;
    assert_eq!(outer.join().await.unwrap_err().failures.len(), 1);
}

async fn dropping_a_group_reaches_a_group_in_a_child<F: Form>() {
    for polls in 0..2 {
        let (outer, watch) = nested::<F>().await;
        let mut joined = Box::pin(outer.join());
        for _ in 0..polls {
            assert!(poll_once(&mut joined).is_pending());
        }
        drop(joined);
        watch.dropped().await;
    }
}

async fn a_failure_in_a_group_in_a_child_comes_through<F: Form>() {
    let (awaitable, mut failing) = child::<F>(Way::Panics).await;
    let outer: TaskGroup<TaskGroupError<&'static str>> = TaskGroup::new();
    let (line, watch) = lifeline();
    drop(outer.create_task(F::of(line.endless::<Result<(), _>>())));
    let inner = Group::new();
    let task = inner.create_task(awaitable).unwrap();
    drop(outer.create_task(F::of(inner.join())));
    failing.started().await;
    failing.end();
    watch.dropped().await;
    assert_eq!(outer.join().await.unwrap_err().failures.len(), 1);
    assert_eq!(task.await, Err(GroupTaskError::Failed));
}

async fn a_child_of_another_runtime_is_one_too<F: Form>() {
    let other = support::multi_thread();
    let group = Group::new();
    let (task, mut child) = {
        let _inside = other.enter();
        let (awaitable, child) = child::<F>(Way::Returns).await;
        (group.create_task(awaitable).unwrap(), child)
    };
    child.started().await;
    child.end();
    group.join().await.unwrap();
    assert_eq!(task.await, Ok(VALUE));
    other.shutdown_background();
}

#[test]
fn a_handle_does_not_keep_the_group_alive() {
    on_both_flavours(async || {
        leaving_none(async {
            let (line, mut watch) = lifeline();
            let group = Group::new();
            let (handle, other) = (group.handle(), group.handle().clone());
            drop(handle.create_task(line.endless::<Returned>()).unwrap());
            watch.started().await;
            assert_eq!(
                format!("{handle:?}"),
                "TaskGroupHandle { members: Some(TaskGroup { running: 1, .. }) }"
            );
            drop(group);
            watch.dropped().await;
            other.create_task(async { Ok(7) }).unwrap_err();
        })
        .await;
    });
}

/// A child that is added while another fails is handed back or cancelled, never forgotten.
// Contract 2.4.
#[test]
fn who_is_added_when_the_group_fails_is_not_forgotten() {
    on_both_flavours(async || {
        for round in 0..200 {
            let group = Group::new();
            let handle = group.handle();
            let adding = create_task(async move {
                let mut watches = Vec::new();
                loop {
                    let (line, watch) = lifeline();
                    watches.push(watch);
                    let added = handle.create_task(line.endless::<Returned>());
                    if let Err(error) = added {
                        error.into_task().cancel();
                        return watches;
                    }
                    yield_now().await;
                }
            });
            for _ in 0..round % 5 {
                yield_now().await;
            }
            drop(group.create_task(async { Err::<(), _>("failed") }).unwrap());
            assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
            for watch in adding.await.unwrap() {
                watch.dropped().await;
            }
        }
    });
}

/// A child that is added while the group is joined is waited for or handed back.
#[test]
fn who_is_added_when_the_group_is_joined_is_not_forgotten() {
    on_both_flavours(async || {
        for round in 0..200 {
            let group = Group::new();
            let handle = group.handle();
            let adding = create_task(async move {
                let mut added = Vec::new();
                while let Ok(task) = handle.create_task(async { Ok(7) }) {
                    added.push(task);
                    yield_now().await;
                }
                added
            });
            for _ in 0..round % 5 {
                yield_now().await;
            }
            group.join().await.unwrap();
            for task in adding.await.unwrap() {
                assert!(task.is_finished(), "the group was joined");
                assert_eq!(task.await, Ok(7));
            }
        }
    });
}

/// When a failure is visible, the group is already cancelled.
// Contract 2.4.
#[test]
fn a_failure_is_known_to_the_group_first() {
    on_multi_thread(async {
        for _ in 0..1000 {
            let group = TaskGroup::new();
            let fails = group.create_task(async { Err::<(), _>("failed") }).unwrap();
            assert_eq!(fails.await, Err(GroupTaskError::Failed));
            assert!(group.create_task(async { Ok(()) }).is_err());
            assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
        }
    });
}

// Contract 3.6.
#[test]
fn a_refusal_that_is_dropped_cancels_the_task() {
    on_both_flavours(async || {
        let group: TaskGroup<()> = TaskGroup::new();
        group.cancel();
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<Result<(), ()>>());
        watch.started().await;
        drop(group.create_task(task));
        watch.dropped().await;
    });
}

#[test]
fn a_scope_that_is_cancelled_has_no_failures() {
    on_both_flavours(async || {
        let scope = TaskGroup::<&str>::scope(async |group| {
            let handle = group.clone();
            drop(group.create_task(async move {
                handle.cancel();
                Ok(())
            }));
            pending::<Result<(), &str>>().await
        });
        let error = scope.await.unwrap_err();
        assert_eq!(error.failures.len(), 0);
        assert_eq!(error.to_string(), "a task group was cancelled");
    });
}
