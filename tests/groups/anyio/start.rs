//! Children that say when they are ready.

use std::future::pending;

use ensure_future::{Failure, GroupTaskError, Ready, StartError, TaskGroup, create_task, graceful};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::{History, all_idle, lifeline, on_both_flavours, on_current_thread, on_paused_clock};

/// AnyIO's `test_taskgroups::test_start_no_value`.
#[test]
fn a_child_may_be_ready_with_nothing() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let child = async |ready: Ready<()>| {
            ready.send(());
            Ok(8)
        };
        let ((), child) = group.start(child).await.unwrap();
        assert_eq!(child.await, Ok(8));
        group.join().await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_start_sync_wrapper`.
#[test]
fn a_child_may_be_ready_before_its_coroutine_begins() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let child = |ready: Ready<u8>| {
            ready.send(5);
            async { Ok(8) }
        };
        let (value, child) = group.start(child).await.unwrap();
        assert_eq!((value, child.await), (5, Ok(8)));
        group.join().await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_start_return_handle_cancel`.
#[test]
fn a_ready_child_can_be_cancelled_by_itself() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let (line, mut watch) = lifeline();
        let child = async move |ready: Ready<u8>| {
            ready.send(3);
            line.endless::<Result<(), ()>>().await
        };
        let (value, child) = group.start(child).await.unwrap();
        assert_eq!(value, 3);
        watch.started().await;
        assert!(child.cancel());
        assert_eq!(child.await, Err(GroupTaskError::Cancelled));
        assert_eq!(group.create_task(async { Ok(1) }).unwrap().await, Ok(1));
        group.join().await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_start_cancelled`.
/// AnyIO's `test_taskgroups::test_no_called_started_twice`.
///
/// In AnyIO, the child runs to its first suspension point. Here, a cancelled group takes no children.
#[test]
fn a_cancelled_group_does_not_begin_the_child() {
    on_current_thread(async {
        let group = TaskGroup::<()>::new();
        let history = History::default();
        let child = |_: Ready<()>| history.watch(pending::<Result<(), ()>>());
        let starting = group.start(child);
        group.cancel();
        assert_eq!(starting.await.unwrap_err(), StartError::Closed);
        group.join().await.unwrap();
        assert_eq!(history.polls(), 0);
    });
}

/// AnyIO's `test_taskgroups::test_start_native_host_cancelled`.
#[test]
fn a_child_is_cancelled_with_the_task_that_starts_it() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let host = create_task(async move {
            let scope = TaskGroup::<()>::scope(async move |group| {
                let child = async move |_: Ready<()>| line.endless::<Result<(), ()>>().await;
                group.start(child).await.map(drop).map_err(drop)
            });
            scope.await.map_err(drop)
        });
        watch.started().await;
        assert!(host.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

/// AnyIO's `test_taskgroups::test_start_cancel_after_error`.
#[test]
fn a_failure_around_a_start_cancels_the_child_of_another_group() {
    on_paused_clock(async {
        let (line, mut watch) = lifeline();
        let failed = TaskGroup::scope(async |outer| {
            let inner = TaskGroup::scope(async |inner| {
                drop(inner.create_task(async {
                    all_idle().await;
                    Err::<(), _>("failed")
                }));
                let child = async move |_: Ready<()>| line.endless::<Result<(), _>>().await;
                drop(outer.start(child).await);
                Ok(())
            });
            inner.await
        });
        let mut failures = failed.await.unwrap_err().failures;
        assert_eq!(failures.len(), 1);
        let Failure::Returned(inner) = failures.remove(0).failure else {
            panic!("it is the body's error");
        };
        assert_eq!(inner.into_boxed().to_string().matches("failed").count(), 2);
        assert!(!watch.is_alive());
    });
}

/// AnyIO's `test_taskgroups::test_start_cancels_parent_scope`.
/// Trio's `test_run::test_nursery_start`.
///
/// In AnyIO and Trio, the child runs to its first suspension point. Here, it is cancelled before it begins.
#[test]
fn a_start_in_a_cancelled_scope_is_dropped_and_the_group_goes_on() {
    on_paused_clock(async {
        let group = TaskGroup::<()>::new();
        let history = History::default();
        let cancelled = TaskGroup::<()>::scope(async |scope| {
            scope.cancel();
            let child = |_: Ready<()>| history.watch(pending::<Result<(), ()>>());
            group.start(child).await.map(drop).map_err(drop)
        });
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert_eq!(group.create_task(async { Ok(1) }).unwrap().await, Ok(1));
        group.join().await.unwrap();
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

/// AnyIO's `test_taskgroups::test_cancel_shielding_start`.
#[test]
fn a_graceful_child_whose_start_is_dropped_is_completed() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let (begins, begun) = oneshot::channel();
        let (sender, mut saved) = oneshot::channel();
        let child = async move |_: Ready<()>| {
            graceful(async move |cancel| {
                begins.send(()).unwrap();
                cancel.requested().await;
                yield_now().await;
                sender.send("saved").unwrap();
                Ok(())
            })
            .await
        };
        let handle = group.handle();
        let starter = async move { handle.start(child).await.map(drop).map_err(drop) };
        drop(group.create_task(starter));
        begun.await.unwrap();
        group.cancel();
        group.join().await.unwrap();
        assert_eq!(saved.try_recv(), Ok("saved"));
    });
}

#[test]
fn a_cancelled_group_does_not_call_the_child() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        group.cancel();
        let child = |_: Ready<()>| -> std::future::Ready<Result<(), ()>> { unreachable!() };
        assert_eq!(group.start(child).await.unwrap_err(), StartError::Closed);
    });
}
