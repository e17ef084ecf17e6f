//! tokio-util's `AbortOnDropHandle`: passed, declared and awaited in place. Without it, a `TaskFuture` cancels on drop,
//! too.

use std::future::{pending, ready};

use ensure_future::{
    Awaitable, LocalTask, SharedTask, Task, accepts_awaitable, create_task, ensure_future_on, form,
    gather, graceful, run,
};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle, yield_now};
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

use support::{alive_tasks, on_both_flavours, panics_here};

fn handle<T: Send + 'static>(
    coroutine: impl Future<Output = T> + Send + 'static,
) -> (AbortOnDropHandle<T>, Id) {
    let handle = tokio::spawn(coroutine);
    let id = handle.id();
    (AbortOnDropHandle::new(handle), id)
}

/// Converts without spawning, and returns the task.
fn passed<P>(
    awaitable: AbortOnDropHandle<u8>,
    as_declared: impl FnOnce(AbortOnDropHandle<u8>) -> P,
) -> P {
    let before = alive_tasks();
    let task = as_declared(awaitable);
    assert_eq!(alive_tasks(), before);
    task
}

#[accepts_awaitable]
fn keep(task: Task<u8>) -> Task<u8> {
    task
}

#[accepts_awaitable]
fn keep_local(task: LocalTask<u8>) -> LocalTask<u8> {
    task
}

#[accepts_awaitable]
fn keep_shared(task: SharedTask<u8>) -> SharedTask<u8> {
    task
}

#[accepts_awaitable]
fn keep_handle(task: JoinHandle<u8>) -> JoinHandle<u8> {
    task
}

#[accepts_awaitable]
fn own(task: AbortOnDropHandle<u8>) -> AbortOnDropHandle<u8> {
    task
}

#[accepts_awaitable]
fn own_all(tasks: Vec<AbortOnDropHandle<u8>>) -> Vec<AbortOnDropHandle<u8>> {
    tasks
}

// Contract 1.1.
#[test]
fn it_becomes_the_same_task_of_each_kind() {
    on_both_flavours(async || {
        let (endless, id) = handle(pending());
        assert_eq!(passed(endless, keep).id(), id);
        let (endless, id) = handle(pending());
        assert_eq!(passed(endless, keep_local).id(), id);
        let (endless, id) = handle(pending());
        assert_eq!(passed(endless, keep_shared).id(), id);
        let (endless, id) = handle(pending());
        assert_eq!(passed(endless, keep_handle).id(), id);
        let (one, two) = (handle(async { 1_u8 }).0, handle(async { 2_u8 }).0);
        let values = gather::<u8, _>([one, two]).await;
        let values: Vec<u8> = values.into_iter().map(Result::unwrap).collect();
        assert_eq!(values, [1, 2]);
    });
}

#[test]
fn a_task_made_of_it_is_detached_by_a_drop() {
    on_both_flavours(async || {
        let (end, ended) = oneshot::channel();
        let (ends, has_ended) = oneshot::channel();
        let (endless, _) = handle(async {
            ended.await.unwrap();
            ends.send(()).unwrap();
            0
        });
        drop(keep(endless));
        end.send(()).unwrap();
        has_ended.await.unwrap();
    });
}

/// Waits until a task has ended.
async fn end_of(task: &AbortHandle) {
    while !task.is_finished() {
        yield_now().await;
    }
}

#[test]
fn a_declared_handle_aborts_a_task_of_each_kind() {
    on_both_flavours(async || {
        let task = create_task(pending());
        let (id, remote) = (task.id(), task.abort_handle());
        let owned = own(task);
        assert_eq!(owned.abort_handle().id(), id);
        drop(owned);
        end_of(&remote).await;

        let spawned = tokio::spawn(pending());
        let remote = spawned.abort_handle();
        drop(own(spawned));
        end_of(&remote).await;

        let (endless, id) = handle(pending());
        let remote = endless.abort_handle();
        let owned = own(endless);
        assert_eq!(owned.abort_handle().id(), id);
        drop(owned);
        end_of(&remote).await;

        let owned = own(pending());
        let remote = owned.abort_handle();
        drop(owned);
        end_of(&remote).await;
    });
}

#[test]
fn a_collection_of_handles_can_be_declared() {
    on_both_flavours(async || {
        let mut values = Vec::new();
        for owned in own_all([1, 2].map(ready).map(create_task)) {
            values.push(owned.await.unwrap());
        }
        assert_eq!(values, [1, 2]);
    });
}

#[test]
fn a_spawner_spawns_what_a_handle_owns() {
    #[accepts_awaitable(on = *tracker)]
    fn own_on(tracker: &TaskTracker, task: AbortOnDropHandle<u8>) -> AbortOnDropHandle<u8> {
        task
    }

    run(async {
        let tracker = TaskTracker::new();
        let owned = own_on(&tracker, pending());
        assert_eq!(tracker.len(), 1);
        drop(owned);
        tracker.close();
        tracker.wait().await;
        let (task, id) = handle(async { 1 });
        assert_eq!(ensure_future_on(&tracker, keep(task)).id(), id);
    });
}

#[accepts_awaitable]
async fn flat(#[awaitable] value: impl Future<Output = Result<u8, JoinError>>) -> u8 {
    value.await.unwrap_or(0)
}

#[accepts_awaitable]
async fn until(#[awaitable] end: impl Future<Output = ()>) {
    end.await;
}

#[accepts_awaitable]
async fn joined<T>(#[awaitable(join)] task: impl Future<Output = Result<T, JoinError>>) -> bool {
    task.await.is_ok()
}

#[test]
fn it_is_awaited_in_place() {
    on_both_flavours(async || {
        let mut kept = handle(async { Ok(1) }).0;
        assert_eq!(flat::<_>(handle(async { Ok(2) }).0).await, 2);
        assert_eq!(flat(&mut kept).await, 1);
        until(handle(async {}).0).await;
        until(&mut handle(async {}).0).await;
        assert!(joined::<u8, _>(handle(async { 3 }).0).await);
    });
}

fn spawns<A: Awaitable<AbortOnDropHandle<u8>, F>, F>(_: &A) -> bool {
    A::SPAWNS
}

#[test]
fn a_coroutine_needs_a_runtime() {
    panics_here(|| own(async { 1 }));
    on_both_flavours(async || {
        assert!(!spawns::<_, form::Itself>(&handle(async { 1 }).0));
        assert!(!spawns::<_, form::Running>(&create_task(async { 1 })));
        assert!(spawns::<_, form::Coroutine>(&async { 1 }));
    });
}

// Contract 3.2.
#[test]
fn a_future_of_a_task_cancels_it_when_it_is_dropped() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let (ends, ended) = oneshot::channel();
        let owned = create_task(graceful(async |cancel| {
            begins.send(()).unwrap();
            cancel.requested().await;
            ends.send("saved").unwrap();
        }));
        begun.await.unwrap();
        let owned = owned.into_future();
        assert!(!owned.is_finished());
        drop(owned);
        assert_eq!(ended.await.unwrap(), "saved");
    });
}

#[test]
fn a_future_of_a_task_can_be_cancelled_and_awaited() {
    on_both_flavours(async || {
        let mut owned = create_task(pending::<()>()).into_future();
        assert!(owned.cancel());
        assert!((&mut owned).await.unwrap_err().is_cancelled());
        assert!(owned.is_finished());
        assert!(!owned.cancel());
    });
}
