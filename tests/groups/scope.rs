//! `TaskGroup::scope`: the body and the children end together.

use std::cell::Cell;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ensure_future::{Failure, GroupTaskError, TaskGroup, TaskGroupError, TaskGroupHandle};
use tokio::sync::oneshot;

use support::alive::in_every_form_leaving_none;
use support::child::{End, Returned, VALUE, Way, child};
use support::forms::Form;
use support::{lifeline, now, on_both_flavours, on_current_thread, panic_of, poll_once, text};

type Handle = TaskGroupHandle<&'static str>;
type Outcome<T> = Result<T, TaskGroupError<&'static str>>;

in_every_form_leaving_none! {
    it_waits_for_the_children_that_are_left
    a_failed_child_drops_the_body
    a_failed_child_takes_the_value_of_a_body_that_has_ended
    a_failed_body_cancels_the_children
    a_panic_of_the_body_comes_through_and_cancels_the_children
    dropping_it_at_every_time_cancels_the_children
    scopes_may_be_nested
}

async fn it_waits_for_the_children_that_are_left<F: Form>() {
    let (awaitable, mut child) = child::<F>(Way::Returns).await;
    let mut scope = Box::pin(TaskGroup::scope(async |group: Handle| {
        Ok(group.create_task(awaitable).unwrap())
    }));
    assert!(poll_once(&mut scope).is_pending());
    child.started().await;
    assert!(poll_once(&mut scope).is_pending(), "the body has ended");
    child.end();
    assert_eq!(scope.await.unwrap().await, Ok(VALUE));
}

/// AnyIO's `test_taskgroups::test_failing_child_task_cancels_host`.
/// Trio's `test_run::test_child_crash_wakes_parent`.
async fn a_failed_child_drops_the_body<F: Form>() {
    for way in [Way::Fails, Way::Panics] {
        let (awaitable, mut child) = child::<F>(way).await;
        let (line, watch) = lifeline();
        let mut scope = Box::pin(TaskGroup::scope(async |group: Handle| {
            drop(group.create_task(awaitable).unwrap());
            line.endless().await
        }));
        assert!(poll_once(&mut scope).is_pending());
        child.started().await;
        child.end();
        let outcome: Outcome<()> = scope.await;
        let failures = outcome.unwrap_err().failures;
        assert_eq!(failures.len(), 1);
        assert!(failures[0].id.is_some(), "it was no failure of the body");
        watch.dropped().await;
    }
}

/// Trio's `test_run::test_child_crash_basic`.
async fn a_failed_child_takes_the_value_of_a_body_that_has_ended<F: Form>() {
    let (awaitable, mut child) = child::<F>(Way::Fails).await;
    let mut scope = Box::pin(TaskGroup::scope(async |group: Handle| {
        drop(group.create_task(awaitable).unwrap());
        Ok(7)
    }));
    assert!(poll_once(&mut scope).is_pending());
    child.started().await;
    child.end();
    assert_eq!(scope.await.unwrap_err().failures.len(), 1);
}

/// AnyIO's `test_taskgroups::test_host_exception`.
/// AnyIO's `test_taskgroups::test_failing_host_task_cancels_children`.
async fn a_failed_body_cancels_the_children<F: Form>() {
    let (awaitable, mut child) = child::<F>(Way::Returns).await;
    let mut watch = None;
    let outcome: Outcome<()> = TaskGroup::scope(async |group: Handle| {
        let task = group.create_task(awaitable).unwrap();
        child.started().await;
        watch = Some(task);
        Err("the body's error")
    })
    .await;
    let failures = outcome.unwrap_err().failures;
    assert_eq!(failures.len(), 1);
    assert!(failures[0].id.is_none());
    assert!(matches!(
        failures[0].failure,
        Failure::Returned("the body's error")
    ));
    assert_eq!(failures[0].to_string(), "the body failed: the body's error");
    let task = watch.unwrap();
    assert!(task.is_finished(), "it was waited for");
    assert_eq!(task.await, Err(GroupTaskError::Cancelled));
    assert_eq!(child.ended().await, End::Cancellation);
}

async fn a_panic_of_the_body_comes_through_and_cancels_the_children<F: Form>() {
    let (awaitable, mut child) = child::<F>(Way::Returns).await;
    let (fail, fails) = oneshot::channel::<()>();
    let mut scope = Box::pin(TaskGroup::scope(async |group: Handle| -> Returned {
        drop(group.create_task(awaitable).unwrap());
        fails.await.unwrap();
        panic!("the body's own words")
    }));
    assert!(poll_once(&mut scope).is_pending());
    child.started().await;
    fail.send(()).unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| drop(poll_once(&mut scope))));
    assert_eq!(text(&*panic.unwrap_err()), "the body's own words");
    drop(scope);
    assert_eq!(child.ended().await, End::Cancellation);
}

async fn dropping_it_at_every_time_cancels_the_children<F: Form>() {
    for polls in 0..3 {
        let (awaitable, mut child) = child::<F>(Way::Returns).await;
        let (line, watch) = lifeline();
        let mut scope = Box::pin(TaskGroup::scope(async |group: Handle| -> Returned {
            drop(group.create_task(awaitable).unwrap());
            line.endless().await
        }));
        for poll in 0..polls {
            assert!(poll_once(&mut scope).is_pending());
            if poll == 0 {
                child.started().await;
            }
        }
        drop(scope);
        watch.dropped().await;
        if polls > 0 || child.id().is_none() {
            assert_eq!(child.ended().await, End::Cancellation);
        } // otherwise it has not been handed over yet, and dropping a task detaches it
    }
}

async fn scopes_may_be_nested<F: Form>() {
    let (awaitable, mut failing) = child::<F>(Way::Fails).await;
    let (line, watch) = lifeline();
    let mut outer = Box::pin(TaskGroup::scope(async |outer: Handle| {
        drop(outer.create_task(awaitable).unwrap());
        let inner: Outcome<()> = TaskGroup::scope(async |inner: Handle| {
            drop(inner.create_task(F::of(line.endless::<Returned>())));
            pending().await
        })
        .await;
        inner.map_err(|_| "the inner one failed")
    }));
    assert!(poll_once(&mut outer).is_pending());
    failing.started().await;
    failing.end();
    let failures = outer.await.unwrap_err().failures;
    assert_eq!(
        failures.len(),
        1,
        "the inner one did not fail, it was dropped"
    );
    watch.dropped().await;
}

#[test]
fn the_body_may_borrow_from_its_surroundings() {
    on_both_flavours(async || {
        let name = "name".to_owned();
        let count = Cell::new(0);
        let length: Outcome<usize> = TaskGroup::scope(async |group: Handle| {
            let child = group.create_task(async { Ok(1) }).unwrap();
            count.set(child.await.unwrap());
            Ok(name.len() + count.get())
        })
        .await;
        assert_eq!((length.unwrap(), count.get()), (5, 1));
    });
}

#[test]
fn without_a_runtime_a_coroutine_is_a_panic() {
    let scope = TaskGroup::scope(async |group: Handle| {
        drop(group.create_task(async { Ok(()) }));
        Ok(())
    });
    let panic = panic_of(|| drop(now(scope)));
    assert!(
        panic.message.contains("no tokio runtime"),
        "{}",
        panic.message
    );
}

#[test]
fn a_group_within_ends_before_the_value_is_returned() {
    on_current_thread(async {
        let (line, mut watch) = lifeline();
        let value: Outcome<u8> = TaskGroup::scope(async |group: Handle| {
            let task = group.create_task(line.endless::<Returned>()).unwrap();
            watch.started().await;
            assert!(task.cancel());
            Ok(7)
        })
        .await;
        assert_eq!(value.unwrap(), 7);
        assert!(
            !watch.is_alive(),
            "the child that was cancelled was waited for"
        );
    });
}
