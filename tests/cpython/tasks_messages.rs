//! The message of a cancellation, and other ways to pass a reason.

use std::io;

use ensure_future::{ReturnWhen, Task, create_task, graceful, wait};
use tokio::sync::oneshot;
use tokio::task::{Id, JoinError};

use support::{History, lifeline, on_both_flavours, on_current_thread};

/// A cancellation names its task, and has no message.
fn assert_cancelled(error: &JoinError, id: Id) {
    assert!(error.is_cancelled() && !error.is_panic());
    assert_eq!(error.id(), id);
    assert_eq!(error.to_string(), format!("task {id} was cancelled"));
}

/// A task that was cancelled while it ran.
async fn cancelled() -> Task<()> {
    let (line, mut watch) = lifeline();
    let task = create_task(line.endless());
    watch.started().await;
    task.cancel();
    task
}

/// CPython's `test_tasks::test_task_cancel_message_getter`.
///
/// A cancellation has no message. A reason can be passed to the task in other ways.
#[test]
fn a_cancellation_says_whose_it_is() {
    on_both_flavours(async || {
        let task = cancelled().await;
        let id = task.id();
        assert_cancelled(&task.await.unwrap_err(), id);
    });
}

/// CPython's `test_tasks::test_cancel_with_message_then_future_result`.
/// CPython's `test_tasks::test_cancel_with_message_then_future_exception`.
///
/// `result()` and `exception()` are the same here: the result of a task that is done.
#[test]
fn a_cancelled_task_is_done_with_a_cancellation() {
    on_both_flavours(async || {
        let task = cancelled().await;
        let id = task.id();
        let waited = wait([task], ReturnWhen::AllCompleted).await.unwrap();
        assert_eq!(waited.done[0].id, id);
        assert_cancelled(waited.done[0].result.as_ref().unwrap_err(), id);
    });
}

/// CPython's `test_tasks::test_cancel_with_message_then_future_result`.
/// CPython's `test_tasks::test_cancel_with_message_then_future_exception`.
///
/// A reason of any type can be sent beside the request, and a graceful coroutine can return it.
#[test]
fn a_reason_is_told_beside_the_request() {
    on_both_flavours(async || {
        for reason in [None, Some(5)] {
            let (start, running) = oneshot::channel();
            let (tell, told) = oneshot::channel();
            let task = create_task(graceful(async move |cancel| {
                start.send(()).unwrap();
                cancel.requested().await;
                Err::<(), _>(told.await.ok())
            }));
            running.await.unwrap();
            task.cancel();
            if let Some(reason) = reason {
                tell.send(reason).unwrap();
            } else {
                drop(tell);
            }
            assert_eq!(task.await.unwrap(), Err(reason));
        }
    });
}

/// CPython's `test_tasks::test_cancellation_exception_context`.
#[test]
fn a_cancellation_is_the_cause_of_another_error() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let inner = create_task(line.endless::<()>());
        let (id, remote) = (inner.id(), inner.abort_handle());
        let outer = create_task(async { inner.await.map_err(io::Error::other) });
        watch.started().await;
        remote.abort();
        let error = outer.await.unwrap().unwrap_err();
        let cause = error.into_inner().unwrap().downcast().unwrap();
        assert_cancelled(&cause, id);
    });
}

/// CPython's `test_tasks::test_cancel_with_message_before_starting_task`.
#[test]
fn what_is_cancelled_before_its_first_turn_never_runs() {
    on_current_thread(async {
        let history = History::default();
        let task = create_task(history.endless());
        let id = task.id();
        assert!(task.cancel());
        let waited = wait([task], ReturnWhen::AllCompleted).await.unwrap();
        assert_cancelled(waited.done[0].result.as_ref().unwrap_err(), id);
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}
