//! Requests to cancel a task. tokio aborts it, unless a [`graceful`](crate::graceful()) coroutine listens in it.

use std::cell::Cell;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot::{self, Receiver};
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle, try_id};
use tokio::time::{sleep, timeout, timeout_at};

use crate::TaskFuture;
use crate::records::RECORDS;

/// How long [`wait_for`](crate::wait_for()), [`run`](crate::run()) and a [`Runner`](crate::Runner) wait for a graceful
/// coroutine that nobody polls.
pub(crate) const UNPOLLED_LIMIT: Duration = Duration::from_secs(10);

/// Minimum time between two probes of a graceful coroutine by a runtime that ends.
const SHORTEST_PROBE: Duration = Duration::from_millis(100);

/// Requests that a task be cancelled.
pub(crate) fn request<T>(handle: &JoinHandle<T>) {
    if RECORDS.has_no_listener() {
        handle.abort();
    } else {
        request_by(&handle.abort_handle());
    }
}

/// The same, given only an [`AbortHandle`].
pub(crate) fn request_by(handle: &AbortHandle) {
    if handle.is_finished() {
        return; // a coroutine that the task has handed on is not asked
    }
    if !RECORDS.ask(handle.id(), handle) {
        handle.abort();
    }
}

/// Waits for the end of a task that has been cancelled. If its graceful coroutines are asked, and none of them is polled
/// for as long as the limit, it is aborted.
pub(crate) async fn end<T>(mut task: TaskFuture<T>) -> Result<T, JoinError> {
    while let Some(handle) = task
        .abort_handle()
        .filter(|handle| RECORDS.is_asked(handle.id()))
    {
        if let Ok(outcome) = timeout(UNPOLLED_LIMIT, &mut task).await {
            return outcome;
        }
        turn().await;
        if RECORDS.is_unpolled(handle.id()) {
            handle.abort();
            break;
        }
        RECORDS.probe(handle.id());
    }
    task.await
}

/// Returns whether there is a graceful coroutine in a task of a runtime.
pub(crate) fn is_listening_in(runtime: &Handle) -> bool {
    let runtime = Some(runtime.id());
    !RECORDS.has_no_listener()
        && !RECORDS
            .select(|_, record| {
                (record.runtime == runtime && !record.listening.is_empty()).then_some(())
            })
            .is_empty()
}

/// Asks the graceful coroutines of all tasks in a runtime. A receiver is closed when those of its task have ended.
fn ask_all(runtime: &Handle) -> Vec<(Id, Receiver<()>)> {
    let runtime = Some(runtime.id());
    let asked = RECORDS.select(|task, record| {
        let is_asked = record.runtime == runtime && !record.listening.is_empty();
        is_asked.then(|| {
            let (sender, receiver) = oneshot::channel();
            let effects = record.listening.ask(None, Some(sender));
            (effects, (task, receiver))
        })
    });
    let asked = asked.into_iter().map(|(effects, asked)| {
        effects.run();
        asked
    });
    asked.collect()
}

/// Asks the graceful coroutines of all tasks in the current runtime, and waits until they have ended, as long as they
/// are polled. Those that are not polled for as long as the limit are waited for no more.
///
/// All tasks of the runtime that have been asked are probed, and aborted if they are not polled: one of these may wait
/// for another one that was asked by somebody else.
pub(crate) async fn end_all(runtime: &Handle, mut limit: Duration) {
    let mut asked = ask_all(runtime);
    while !asked.is_empty() {
        let probed = probe_all(runtime);
        turn().await;
        let deadline = sleep(limit).deadline(); // also for a limit that is too far for the clock
        let mut left = Vec::new();
        for (task, mut over) in asked {
            if timeout_at(deadline, &mut over).await.is_err() {
                left.push((task, over));
            }
        }
        turn().await;
        let unpolled = |task: &Id| RECORDS.is_unpolled(*task);
        left.retain(|(task, _)| !unpolled(task));
        for task in probed {
            RECORDS.abort_if_unpolled(task);
        }
        asked = left;
        limit = limit.max(SHORTEST_PROBE);
    }
}

/// Probes all tasks of a runtime that have been asked.
fn probe_all(runtime: &Handle) -> Vec<Id> {
    let runtime = runtime.id();
    let asked = RECORDS.select(|task, record| {
        let is_asked = record.runtime == Some(runtime) && record.listening.is_requested();
        is_asked.then(|| (task, record.listening.probe()))
    });
    let probed = asked.into_iter().map(|(task, effects)| {
        effects.run();
        task
    });
    probed.collect()
}

/// Gives all tasks that have been woken before a turn: on a current-thread runtime, a task that is spawned now comes after
/// them. With several threads, that is likely.
async fn turn() {
    let _ended = tokio::spawn(async {}).await;
}

thread_local! {
    /// The task whose thread [`run`](crate::run()) or a [`Runner`](crate::Runner) blocks, if it runs in one: that of
    /// `spawn_blocking`.
    static BLOCKED: Cell<Option<Id>> = const { Cell::new(None) };
}

/// The task that a graceful coroutine which is polled here listens for. A coroutine that `run` is given is in none.
pub(crate) fn listening_task() -> Option<Id> {
    let blocked = BLOCKED.try_with(Cell::get).unwrap_or_default();
    try_id().filter(|&task| blocked != Some(task))
}

/// Until this is dropped, the thread is blocked for the sake of coroutines that are not in its task.
pub(crate) struct Blocked {
    before: Option<Id>,
}

impl Blocked {
    pub(crate) fn new() -> Self {
        let before = BLOCKED.try_with(|blocked| blocked.replace(try_id()));
        Self {
            before: before.unwrap_or_default(),
        }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        let _ = BLOCKED.try_with(|blocked| blocked.set(self.before));
    }
}
