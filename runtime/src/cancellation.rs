//! Requests to cancel a task. tokio aborts it, unless a [`graceful`](crate::graceful()) coroutine listens in it.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot::{self, Receiver};
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};
use tokio::time::{sleep, timeout, timeout_at};

use crate::TaskFuture;
use crate::records::RECORDS;
use crate::user_code::Calls;

/// How long [`wait_for`](crate::wait_for()), [`run`](crate::run()) and a [`Runner`](crate::Runner) wait for a graceful
/// coroutine that nobody polls.
pub(crate) const UNPOLLED_LIMIT: Duration = Duration::from_secs(10);

/// Requests that a task be cancelled.
pub(crate) fn request<T>(handle: &JoinHandle<T>) {
    if RECORDS.has_no_listener() {
        handle.abort();
    } else {
        request_by(&handle.abort_handle());
    }
}

/// Requests that a task be cancelled of which only this handle is at hand.
pub(crate) fn request_by(handle: &AbortHandle) {
    if handle.is_finished() {
        return; // a coroutine that it has handed on is not asked
    }
    if !RECORDS.ask(handle.id(), handle) {
        handle.abort();
    }
}

/// Waits for the end of a task that has been cancelled. If it is asked, and its graceful coroutines are not polled
/// within the limit, it is aborted.
pub(crate) async fn end<T>(mut task: TaskFuture<T>) -> Result<T, JoinError> {
    if let Some(handle) = task
        .abort_handle()
        .filter(|handle| RECORDS.is_unpolled(handle.id()))
    {
        if let Ok(outcome) = timeout(UNPOLLED_LIMIT, &mut task).await {
            return outcome;
        }
        turn().await; // for a task that was woken just before
        if RECORDS.is_unpolled(handle.id()) {
            handle.abort();
        }
    }
    task.await
}

/// Graceful coroutines that a runtime has asked at its end, by task. A receiver is closed when those of its task have
/// ended.
pub(crate) type Asked = Vec<(Id, Receiver<()>)>;

/// Asks the graceful coroutines of all tasks in a runtime.
pub(crate) fn ask_all(runtime: &Handle) -> Asked {
    if RECORDS.has_no_listener() {
        return Vec::new();
    }
    let runtime = runtime.id();
    let asked = RECORDS.select(|task, record| {
        let is_asked = record.runtime == Some(runtime) && !record.listening.is_empty();
        is_asked.then(|| {
            let (sender, receiver) = oneshot::channel();
            let effects = record.listening.ask(None, Some(sender));
            (effects, (task, receiver))
        })
    });
    let (effects, asked): (Vec<_>, _) = asked.into_iter().unzip();
    let mut calls = Calls::default();
    for effects in effects {
        calls.call(|| effects.run());
    }
    calls.finish();
    asked
}

/// Waits until these have ended: without a limit for those that have been polled since they were asked, and up to the
/// limit for the others.
pub(crate) async fn end_all(asked: Asked, limit: Duration) {
    if asked.is_empty() {
        return;
    }
    turn().await;
    let deadline = sleep(limit).deadline(); // also for a limit that is too far for the clock
    let mut has_passed = false;
    for (task, mut over) in asked {
        if timeout_at(deadline, &mut over).await.is_ok() {
            continue;
        }
        if !has_passed {
            has_passed = true;
            turn().await; // for those that were woken just before
        }
        if !RECORDS.is_unpolled(task) {
            let _ended = over.await;
        }
    }
}

/// Waits until all tasks that have been woken before have had their turn: a task that is spawned now comes after them.
async fn turn() {
    let _ended = tokio::spawn(async {}).await;
}
