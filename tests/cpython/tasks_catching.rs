//! Coroutines that go on after a request to cancel.

use std::time::Duration;

use ensure_future::{CancelRequest, Task, create_task, graceful, promise};
use tokio::select;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::timeout;

use super::tasks_clock::{after, on_paused_clock, takes};
use support::{let_others_run, lifeline, on_both_flavours, on_current_thread};

/// CPython's `test_tasks::test_uncancel_basic`.
///
/// Requests are not counted, so there is nothing to undo: a request ends with the graceful coroutine that saw it.
#[test]
fn after_a_request_it_goes_on_until_the_next() {
    on_both_flavours(async || {
        let (mut first, mut first_watch) = lifeline();
        let (second, mut second_watch) = lifeline();
        let mut task = create_task(async move {
            graceful(async |cancel| {
                first.started();
                cancel.requested().await;
            })
            .await;
            second.endless::<()>().await;
        });
        first_watch.started().await;
        assert!(task.cancel());
        second_watch.started().await;
        assert!(!task.is_finished());
        assert!(task.cancel());
        assert!((&mut task).await.unwrap_err().is_cancelled());
        assert!(!task.cancel());
    });
}

const LIMIT: Duration = Duration::from_millis(100);

/// CPython's `test_tasks::test_uncancel_structured_blocks`.
#[test]
fn a_limit_made_by_hand_ends_its_block_alone() {
    async fn by_hand(takes: u64) -> &'static str {
        let task = create_task(async move {
            let block = graceful(async |cancel| {
                select! {
                    finished = after(takes, "finished") => finished,
                    () = cancel.requested() => "timed out",
                }
            })
            .await;
            yield_now().await; // the code after the block
            block
        });
        let task = task.shared();
        if timeout(LIMIT, &task).await.is_err() {
            assert!(task.cancel());
        }
        task.await.expect("it goes on after the block")
    }

    on_paused_clock(async {
        assert_eq!(takes(100, by_hand(10_000)).await, "timed out");
        assert_eq!(takes(0, by_hand(0)).await, "finished");
    });
}

/// CPython's `test_tasks::test_uncancel_structured_blocks`.
///
/// tokio's `timeout` drops its block, and cancels no task.
#[test]
fn a_limit_of_tokio_ends_its_block_alone() {
    async fn of_tokio(takes: u64) -> &'static str {
        let task = create_task(async move {
            let block = timeout(LIMIT, after(takes, "finished")).await;
            yield_now().await; // the code after the block
            block.unwrap_or("timed out")
        });
        task.await.expect("it goes on after the block")
    }

    on_paused_clock(async {
        assert_eq!(takes(100, of_tokio(10_000)).await, "timed out");
        assert_eq!(takes(0, of_tokio(0)).await, "finished");
    });
}

/// CPython's `test_tasks::test_uncancel_resets_must_cancel`.
///
/// A request can't be taken back. A graceful coroutine that does not look at a request is not affected by it.
#[test]
fn a_request_that_nobody_looks_at_changes_nothing() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (sender, receiver) = oneshot::channel();
        let task = create_task(graceful(async move |_| {
            line.started();
            receiver.await.unwrap()
        }));
        watch.started().await;
        assert!(task.cancel());
        sender.send(42).unwrap();
        assert_eq!(task.await.unwrap(), 42);
    });
}

/// CPython's `test_tasks::test_uncancel_resets_must_cancel`.
///
/// Without a graceful coroutine, the request is final, although the task could have gone on.
#[test]
fn a_request_before_its_next_turn_is_final() {
    on_current_thread(async {
        let (sender, receiver) = oneshot::channel();
        let task = create_task(receiver);
        let_others_run().await;
        sender.send(42).unwrap();
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

/// Waits for a task, which is cancelled when the awaiter is asked to end.
async fn or_asked<T>(cancel: &CancelRequest, task: Task<T>) -> Option<T> {
    select! {
        value = task.into_future() => Some(value.unwrap()),
        () = cancel.requested() => None,
    }
}

/// CPython's `test_tasks::test_cancel_task_catching`.
/// CPython's `test_tasks::test_cancel_task_ignoring`.
#[test]
fn it_may_return_something_else_or_wait_for_something_else() {
    on_both_flavours(async || {
        for ignoring in [false, true] {
            let (mut line, mut watch) = lifeline();
            let (first_resolver, first) = promise::<()>();
            let (mut second_resolver, second) = promise::<u8>();
            let (third_resolver, third) = promise();
            let task = create_task(graceful(async move |cancel| {
                first.await.unwrap();
                line.started();
                match or_asked(&cancel, second).await {
                    None if ignoring => third.await.unwrap(),
                    None => 42,
                    Some(value) => value,
                }
            }));
            first_resolver.resolve(()).unwrap();
            watch.started().await;
            assert!(task.cancel());
            second_resolver.cancelled().await;
            if ignoring {
                third_resolver.resolve(43).unwrap();
            }
            assert_eq!(task.await.unwrap(), if ignoring { 43 } else { 42 });
        }
    });
}

/// CPython's `test_tasks::test_yield_future_passes_cancel`.
#[test]
fn a_request_passes_from_the_inside_out() {
    async fn inner(cancel: &CancelRequest, waiter: Task<()>, proof: &mut u8) -> Option<()> {
        let outcome = or_asked(cancel, waiter).await;
        *proof += u8::from(outcome.is_none());
        outcome
    }

    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (mut resolver, waiter) = promise();
        let outer = create_task(graceful(async move |cancel| {
            let mut proof = 0;
            line.started();
            match inner(&cancel, waiter, &mut proof).await {
                None => proof + 100,
                Some(()) => proof + 10,
            }
        }));
        watch.started().await;
        assert!(outer.cancel());
        assert_eq!(outer.await.unwrap(), 101);
        resolver.cancelled().await;
    });
}

/// CPython's `test_tasks::test_cancel_task_catching`.
/// CPython's `test_tasks::test_cancel_task_ignoring`.
/// CPython's `test_tasks::test_yield_future_passes_cancel`.
///
/// Without a graceful coroutine, only destructors run after the await that is cancelled, from the inside out.
#[test]
fn a_plain_coroutine_is_dropped_where_it_waits() {
    on_both_flavours(async || {
        let (mut inner_line, mut watch) = lifeline();
        let (outer_line, outer_watch) = lifeline();
        let (mut resolver, waiter) = promise::<()>();
        let inner = async move {
            inner_line.started();
            waiter.await
        };
        let outer = create_task(async move {
            let _line = outer_line;
            drop(inner.await);
            panic!("it got past the await that was cancelled");
        });
        watch.started().await;
        assert!(outer.cancel());
        let outcome: Result<(), _> = outer.await;
        assert!(outcome.unwrap_err().is_cancelled());
        watch.dropped().await;
        outer_watch.dropped().await;
        resolver.cancelled().await;
    });
}
