//! Waiting for the end of tasks that were cancelled, with a limit for graceful coroutines that nobody polls.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot::{self, Receiver};
use tokio::task::{Id, JoinError};
use tokio::time::{sleep, timeout, timeout_at};

use super::REGISTRY;
use crate::TaskFuture;

/// The time that [`wait_for`](crate::wait_for()), [`run`](crate::run()) and a [`Runner`](crate::Runner) wait for a
/// graceful coroutine that nobody polls.
pub(crate) const UNPOLLED_LIMIT: Duration = Duration::from_secs(10);

/// Minimum time between two probes of a graceful coroutine by a runtime that ends.
const SHORTEST_PROBE: Duration = Duration::from_millis(100);

/// Waits for the end of a task that was cancelled. The task is aborted if its graceful coroutines were asked to end,
/// and none of them is polled for [`UNPOLLED_LIMIT`].
pub(crate) async fn end<T>(mut task: TaskFuture<T>) -> Result<T, JoinError> {
    while let Some(handle) = task
        .abort_handle()
        .filter(|handle| REGISTRY.is_asked(handle.id()))
    {
        if let Ok(outcome) = timeout(UNPOLLED_LIMIT, &mut task).await {
            return outcome;
        }
        poll_queued_tasks().await;
        if REGISTRY.is_unpolled(handle.id()) {
            handle.abort();
            break;
        }
        REGISTRY.probe(handle.id());
    }
    task.await
}

/// Returns whether a task of this runtime has a graceful coroutine.
pub(crate) fn is_listening_in(runtime: &Handle) -> bool {
    let runtime = Some(runtime.id());
    !REGISTRY.has_no_listener()
        && !REGISTRY
            .select(|_, record| {
                (record.runtime == runtime && !record.listeners.is_empty()).then_some(())
            })
            .is_empty()
}

/// Asks the graceful coroutines of all tasks in a runtime to end, and waits until they have ended. A coroutine that is
/// not polled within the limit is no longer waited for.
///
/// Every task of the runtime that was asked is probed. It is aborted if its coroutines are not polled, even if other
/// code asked it before, because a task that this function waits for may itself wait for such a task.
pub(crate) async fn end_all(runtime: &Handle, mut limit: Duration) {
    let mut asked = ask_all(runtime);
    while !asked.is_empty() {
        let probed = probe_all(runtime);
        poll_queued_tasks().await;
        let deadline = sleep(limit).deadline(); // never overflows: *far deadlines* in `tokio_assumptions`
        let mut left = Vec::new();
        for (task, mut over) in asked {
            if timeout_at(deadline, &mut over).await.is_err() {
                left.push((task, over));
            }
        }
        poll_queued_tasks().await;
        let unpolled = |task: &Id| REGISTRY.is_unpolled(*task);
        left.retain(|(task, _)| !unpolled(task));
        for task in probed {
            REGISTRY.abort_if_unpolled(task);
        }
        asked = left;
        limit = limit.max(SHORTEST_PROBE);
    }
}

/// Asks the graceful coroutines of all tasks in a runtime to end. A task's receiver is closed when its coroutines have
/// ended.
fn ask_all(runtime: &Handle) -> Vec<(Id, Receiver<()>)> {
    let runtime = Some(runtime.id());
    let asked = REGISTRY.select(|task, record| {
        let is_asked = record.runtime == runtime && !record.listeners.is_empty();
        is_asked.then(|| {
            let (sender, receiver) = oneshot::channel();
            let effects = record.listeners.ask(None, Some(sender));
            (effects, (task, receiver))
        })
    });
    let asked = asked.into_iter().map(|(effects, asked)| {
        effects.run();
        asked
    });
    asked.collect()
}

/// Probes all tasks of a runtime that were asked to end.
fn probe_all(runtime: &Handle) -> Vec<Id> {
    let runtime = runtime.id();
    let asked = REGISTRY.select(|task, record| {
        let is_asked = record.runtime == Some(runtime) && record.listeners.is_requested();
        is_asked.then(|| (task, record.listeners.probe()))
    });
    let probed = asked.into_iter().map(|(task, effects)| {
        effects.run();
        task
    });
    probed.collect()
}

/// Waits until the tasks that are already queued have been polled.
///
/// On a current-thread runtime, this is certain: see *queued in order* in
/// [`tokio_assumptions`](crate::util::tokio_assumptions). With several threads, it is likely.
async fn poll_queued_tasks() {
    let _ended = tokio::spawn(async {}).await;
}
