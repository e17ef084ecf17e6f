//! A `TaskGroup` without a scope: its runtime and its `Debug` output.

use std::error::Error;
use std::fmt;
use std::future::pending;
use std::pin::pin;
use std::task::Poll;

use ensure_future::{
    CancelRequest, Failure, GroupTask, GroupTaskError, Task, TaskGroup, create_task, graceful,
};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};

use support::alive::leaving_none;
use support::{
    current_thread, lifeline, multi_thread, on_both_flavours, on_current_thread, panics_here,
    poll_once,
};

#[test]
fn a_group_without_children_has_ended() {
    on_both_flavours(async || {
        leaving_none(async {
            TaskGroup::<()>::new().join().await.unwrap();
            drop(TaskGroup::<()>::default());
        })
        .await;
    });
}

/// Later children are stored in the places of earlier children.
// Contract 8.2.
#[test]
fn many_thousand_children_come_and_go() {
    on_both_flavours(async || {
        let group: TaskGroup<()> = TaskGroup::new();
        for _ in 0..10 {
            let children: Vec<_> = (0..1000)
                .map(|number| group.create_task(async move { Ok(number) }).unwrap())
                .collect();
            for (number, child) in children.into_iter().enumerate() {
                assert_eq!(child.await, Ok(number));
            }
        }
        group.join().await.unwrap();
    });
}

#[test]
fn dropping_the_group_keeps_the_value_of_a_child_that_has_ended() {
    on_both_flavours(async || {
        let task = create_task(async { Ok::<_, ()>(7) });
        while !task.is_finished() {
            yield_now().await;
        }
        let group = TaskGroup::new();
        let child = group.create_task(task).unwrap();
        assert!(child.is_finished());
        drop(group);
        assert_eq!(child.await, Ok(7), "it neither failed nor was cancelled");
    });
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("bomb");
    }
}

/// Adds a child whose value is never read, and panics when it is dropped.
fn add_bomb(group: &TaskGroup<()>) {
    let (sender, receiver) = oneshot::channel::<()>();
    drop(group.create_task(async {
        receiver.await.unwrap();
        Ok(Bomb)
    }));
    sender.send(()).unwrap();
}

/// The panic belongs to no child, but must still cancel the other children.
#[test]
fn the_panic_of_an_unwanted_values_destructor_cancels_the_others() {
    on_both_flavours(async || {
        let group: TaskGroup<()> = TaskGroup::new();
        let (line, mut watch) = lifeline();
        let endless = group.create_task(line.endless::<Result<(), ()>>());
        watch.started().await;
        add_bomb(&group);
        or_many_turns(watch.dropped()).await;
        group.join().await.unwrap_err();
        assert_eq!(endless.unwrap().await, Err(GroupTaskError::Cancelled));
    });
}

#[test]
fn after_such_a_panic_the_others_are_still_waited_for() {
    on_both_flavours(async || {
        let group: TaskGroup<()> = TaskGroup::new();
        let (sender, begun) = oneshot::channel();
        let cleans_up = group.create_task(graceful(async |cancel: CancelRequest| {
            sender.send(()).unwrap();
            cancel.requested().await;
            yield_now().await;
            Ok("cleaned up")
        }));
        begun.await.unwrap();
        add_bomb(&group);
        assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
        assert_eq!(
            poll_once(&mut cleans_up.unwrap()),
            Poll::Ready(Ok("cleaned up"))
        );
    });
}

#[test]
fn a_child_that_has_given_its_result_away_cancels_the_others() {
    on_both_flavours(async || {
        let group: TaskGroup<()> = TaskGroup::new();
        let (line, mut watch) = lifeline();
        let endless = group.create_task(line.endless::<Result<(), ()>>());
        watch.started().await;
        let mut task = create_task(async { Ok(7) });
        (&mut task).await.unwrap().unwrap();
        drop(group.create_task(task));
        or_many_turns(watch.dropped()).await;
        group.join().await.unwrap_err();
        assert_eq!(endless.unwrap().await, Err(GroupTaskError::Cancelled));
    });
}

/// Fails a test that is still pending after many polls.
async fn or_many_turns(future: impl Future<Output = ()>) {
    let mut future = pin!(future);
    for _ in 0..100_000 {
        if poll_once(&mut future).is_ready() {
            return;
        }
        yield_now().await;
    }
    panic!("it has not ended");
}

// Contract 6.3.
#[test]
fn the_children_of_a_runtime_that_is_shut_down_are_cancelled() {
    let runtime = multi_thread();
    let (group, child) = runtime.block_on(async {
        let group: TaskGroup<()> = TaskGroup::new();
        let child = group.create_task(pending::<Result<(), ()>>()).unwrap();
        (group, child)
    });
    drop(runtime);
    on_current_thread(async {
        group.join().await.unwrap();
        assert_eq!(child.await, Err(GroupTaskError::Cancelled));
    });
}

// Contract 4.4.
#[test]
fn a_failure_in_a_runtime_that_nobody_drives_cancels_the_others() {
    let idle = current_thread();
    let fails_when_dropped = || {
        let (sender, receiver) = oneshot::channel::<()>();
        (sender, idle.spawn_blocking(|| receiver.blocking_recv()))
    };
    on_current_thread(async {
        let group = TaskGroup::new();
        let (sender, failing) = fails_when_dropped();
        group.create_task::<(), _>(failing).unwrap();
        group.create_task(pending::<Result<(), _>>()).unwrap();
        let mut joined = pin!(group.join());
        assert!(poll_once(&mut joined).is_pending());
        drop(sender);
        assert_eq!(joined.await.unwrap_err().failures.len(), 1);

        let (sender, failing) = fails_when_dropped();
        let result: Result<(), _> = TaskGroup::scope(async |group| {
            group.create_task::<(), _>(failing).unwrap();
            yield_now().await;
            drop(sender);
            pending().await
        })
        .await;
        assert_eq!(result.unwrap_err().failures.len(), 1);
    });
}

#[test]
fn a_result_that_was_given_before_is_a_failure_without_a_runtime_too() {
    let runtime = current_thread();
    let mut task: Task<Result<(), ()>> = runtime.block_on(async { create_task(async { Ok(()) }) });
    runtime
        .block_on((&mut task).into_future())
        .unwrap()
        .unwrap();
    let group = TaskGroup::new();
    group.create_task(task).unwrap();
    let error = runtime.block_on(group.join()).unwrap_err();
    assert!(matches!(&error.failures[0].failure, Failure::Ended(error) if error.is_panic()));
}

#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let group = TaskGroup::<()>::new();
    let message = panics_here(|| group.create_task(async { Ok(()) }));
    assert!(message.contains("no tokio runtime"), "{message}");
}

#[test]
fn errors_tell_what_happened() {
    on_current_thread(async {
        let group = TaskGroup::new();
        let failed = group
            .create_task(async { Err::<(), _>(fmt::Error) })
            .unwrap();
        let error = group.join().await.unwrap_err();
        let id = failed.id();
        let cause = fmt::Error;
        let message = format!("in a task group, task {id} failed: {cause}");
        assert_eq!(error.to_string(), message);
        assert!(error.source().unwrap().is::<fmt::Error>());

        let group: TaskGroup<fmt::Error> = TaskGroup::new();
        let first = group.create_task(async { Err::<(), _>(fmt::Error) });
        group
            .create_task(async { Err::<(), _>(fmt::Error) })
            .unwrap();
        let error = group.join().await.unwrap_err().to_string();
        let id = first.unwrap().id();
        let message = format!("in a task group, task {id} failed: {cause}; 1 more failed too");
        assert_eq!(error, message);

        let group: TaskGroup<fmt::Error> = TaskGroup::new();
        let failed = group.create_task(async { panic!("words") }).unwrap() as GroupTask<()>;
        let error = group.join().await.unwrap_err();
        let id = failed.id();
        assert_eq!(
            error.to_string(),
            format!("in a task group, task {id} panicked with message \"words\"")
        );
        assert!(error.source().unwrap().is::<JoinError>());

        let message = GroupTaskError::Failed.to_string();
        assert_eq!(message, "the child of a task group failed");
        let message = GroupTaskError::Cancelled.to_string();
        assert_eq!(message, "the child of a task group was cancelled");
    });
}

#[test]
fn it_shows_its_children() {
    on_current_thread(async {
        let group: TaskGroup<()> = TaskGroup::new();
        let task = group.create_task(pending::<Result<(), ()>>()).unwrap();
        assert_eq!(format!("{group:?}"), "TaskGroup { running: 1, .. }");
        for _ in 0..17 {
            group.create_task(async { Ok(()) }).unwrap();
            group.create_task(pending::<Result<u8, ()>>()).unwrap();
        }
        assert_eq!(format!("{group:?}"), "TaskGroup { running: 35, .. }");
        yield_now().await;
        assert_eq!(format!("{group:?}"), "TaskGroup { running: 18, .. }");
        let id = task.id();
        assert_eq!(
            format!("{task:?}"),
            format!("GroupTask {{ id: {id:?}, is_finished: false, .. }}")
        );
    });
}

#[test]
fn a_scope_shows_its_children_and_an_error_the_refused_task() {
    on_current_thread(async {
        let scope = TaskGroup::<()>::scope(async |_| Ok(()));
        assert_eq!(
            format!("{scope:?}"),
            "Scope { group: TaskGroup { running: 0, .. }, .. }"
        );
        let group = TaskGroup::<()>::new();
        group.cancel();
        let task = create_task(pending::<Result<(), ()>>());
        let id = task.id();
        let refused = group.create_task(task).unwrap_err();
        assert_eq!(
            format!("{refused:?}"),
            format!("ClosedError {{ task: Some(Task {{ id: {id:?}, is_finished: false }}) }}")
        );
    });
}
