//! `TaskGroup::start`: a child that reports when it is ready.

use std::future::pending;

use ensure_future::{GroupTaskError, Ready, StartError, TaskGroup, graceful};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::{lifeline, on_both_flavours, on_multi_thread, panic_of, poll_once, text};

/// AnyIO's `test_taskgroups::test_start_with_value`.
/// AnyIO's `test_taskgroups::test_start_return_handle_success`.
#[test]
fn it_returns_the_value_that_the_child_is_ready_with_and_the_child() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let child = async |ready: Ready<&str>| {
            yield_now().await;
            ready.send("address");
            yield_now().await;
            Ok(42)
        };
        let (address, child) = group.start(child).await.unwrap();
        assert_eq!((address, child.await), ("address", Ok(42)));
        group.join().await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_start_crash_before_started_call`.
#[test]
fn a_failure_before_it_is_ready_is_the_error_and_the_group_goes_on() {
    on_both_flavours(async || {
        let group = TaskGroup::new();
        let sibling = group.create_task(async { Ok(1) }).unwrap();
        let failing = async |_: Ready<()>| {
            yield_now().await;
            Err::<(), _>("no port")
        };
        let error = group.start(failing).await.unwrap_err();
        assert_eq!(error, StartError::Failed("no port"));
        assert_eq!(sibling.await, Ok(1));
        assert_eq!(group.create_task(async { Ok(2) }).unwrap().await, Ok(2));
        group.join().await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_start_crash_after_started_call`.
#[test]
fn a_failure_after_it_is_ready_is_the_groups() {
    on_both_flavours(async || {
        let group = TaskGroup::new();
        let failing = async |ready: Ready<()>| {
            ready.send(());
            Err::<(), _>("crashed")
        };
        let ((), child) = group.start(failing).await.unwrap();
        assert_eq!(child.await, Err(GroupTaskError::Failed));
        assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
    });
}

#[test]
fn a_panic_before_it_is_ready_is_the_callers() {
    let runtime = support::current_thread();
    let panic = panic_of(|| {
        runtime.block_on(async {
            let group = TaskGroup::<()>::new();
            let panics = async |_: Ready<()>| -> Result<(), ()> { panic!("broken") };
            group.start(panics).await.map(drop)
        })
    });
    assert_eq!(panic.message, "broken");
}

#[test]
fn a_panic_after_it_is_ready_is_the_groups() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let panics = async |ready: Ready<()>| -> Result<(), ()> {
            ready.send(());
            panic!("broken")
        };
        drop(group.start(panics).await.unwrap());
        let error = group.join().await.unwrap_err();
        let ensure_future::Failure::Ended(panic) =
            error.failures.into_iter().next().unwrap().failure
        else {
            panic!("it is no error");
        };
        assert_eq!(text(&*panic.into_panic()), "broken");
    });
}

/// AnyIO's `test_taskgroups::test_start_no_started_call`.
#[test]
fn a_child_that_is_never_ready_is_an_error() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let never = group.start(async |_: Ready<()>| Ok("value")).await;
        assert_eq!(never.unwrap_err(), StartError::NeverReady);
        group.join().await.unwrap();
    });
}

/// AnyIO's `test_taskgroups::test_start_already_closed`.
#[test]
fn a_group_that_is_cancelled_or_has_failed_starts_nothing() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        group.cancel();
        let refused = group.start(async |_: Ready<()>| Ok(())).await;
        assert_eq!(refused.unwrap_err(), StartError::Closed);
        let handle = group.handle();
        group.join().await.unwrap();
        let refused = handle.start(async |_: Ready<()>| Ok(())).await;
        assert_eq!(refused.unwrap_err(), StartError::Closed);
    });
}

/// AnyIO's `test_taskgroups::test_start_not_cancelled_before_started_by_tg`.
///
/// In AnyIO, the group can cancel the child only when it is ready. Here, it can from the beginning.
#[test]
fn a_child_that_is_cancelled_with_the_group_is_an_error() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let handle = group.handle();
        let endless = async |_: Ready<()>| pending::<Result<(), ()>>().await;
        let mut starting = Box::pin(handle.start(endless));
        assert!(poll_once(&mut starting).is_pending());
        group.cancel();
        assert_eq!(starting.await.unwrap_err(), StartError::Cancelled);
        group.join().await.unwrap();
    });
}

#[test]
fn a_dropped_start_cancels_the_child_and_the_group_waits_for_it() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let (line, mut watch) = lifeline();
        {
            let child = async move |_: Ready<()>| line.endless::<Result<(), ()>>().await;
            let mut starting = Box::pin(group.start(child));
            assert!(poll_once(&mut starting).is_pending());
            watch.started().await;
        }
        group.join().await.unwrap();
        assert!(!watch.is_alive());
    });
}

#[test]
fn a_child_that_fails_after_its_start_was_dropped_is_a_failure_of_the_group() {
    on_both_flavours(async || {
        let ends: [fn() -> Result<(), &'static str>; 2] =
            [|| Err("not closed"), || panic!("not closed")];
        for end in ends {
            let group = TaskGroup::new();
            let (begin, has_begun) = oneshot::channel();
            let failing = move |ready: Ready<()>| {
                graceful(async move |cancel| {
                    begin.send(()).unwrap();
                    cancel.requested().await;
                    drop(ready);
                    end()
                })
            };
            let mut starting = Box::pin(group.start(failing));
            assert!(poll_once(&mut starting).is_pending());
            has_begun.await.unwrap();
            drop(starting);
            let failures = group.join().await.unwrap_err().failures;
            assert_eq!(failures.len(), 1);
            assert!(failures[0].failure.to_string().contains("not closed"));
        }
    });
}

/// The end of the child races with the drop of `start`, so it is tried many times.
#[test]
fn a_child_that_fails_while_its_start_is_dropped_is_a_failure_of_the_group() {
    on_multi_thread(async {
        for _ in 0..200 {
            let group = TaskGroup::new();
            let (begin, has_begun) = oneshot::channel();
            let failing = move |ready: Ready<()>| {
                graceful(async move |cancel| {
                    begin.send(()).unwrap();
                    cancel.requested().await;
                    drop(ready);
                    Err::<(), _>("not closed")
                })
            };
            let mut starting = Box::pin(group.start(failing));
            assert!(poll_once(&mut starting).is_pending());
            has_begun.await.unwrap();
            drop(starting);
            let failures = group.join().await.unwrap_err().failures;
            assert_eq!(failures.len(), 1);
        }
    });
}

/// Trio's `test_run::test_start_exception_preserves_cause_and_context`.
#[test]
fn its_errors_say_what_happened() {
    let failed = StartError::Failed(std::io::Error::other("no port"));
    assert_eq!(failed.to_string(), "the child failed before it was ready");
    let source = std::error::Error::source(&failed).unwrap();
    assert_eq!(source.to_string(), "no port");
    let closed = StartError::<std::io::Error>::Closed;
    assert!(std::error::Error::source(&closed).is_none());
    assert!(closed.to_string().contains("no more children"));
    let texts = [StartError::Cancelled, StartError::NeverReady]
        .map(|error: StartError<()>| error.to_string());
    assert_eq!(
        texts,
        [
            "the child was cancelled before it was ready",
            "the child never said that it was ready"
        ]
    );
}
