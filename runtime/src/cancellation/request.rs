//! What can a coroutine that listens be told?

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::runtime::{self, Handle};
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, try_id};

use super::{add, any, remove};

/// A coroutine that listens, and what it has been told.
pub(crate) struct Request {
    phase: watch::Sender<Phase>,
    /// Whether the coroutine knows that it has been asked.
    is_seen: AtomicBool,
    /// Whether the task is to end when the coroutine does.
    aborts: AtomicBool,
    /// What ends the task, once it has been asked to end by itself.
    abort: OnceLock<AbortHandle>,
    /// Where it runs; nobody can ask what is in no task.
    task: Option<Id>,
    runtime: Option<runtime::Id>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Listening,
    Requested,
    /// The coroutine has ended, or has nothing left to do.
    Over {
        requested: bool,
    },
}

impl Phase {
    fn is_requested(self) -> bool {
        matches!(self, Self::Requested | Self::Over { requested: true })
    }

    fn is_over(self) -> bool {
        matches!(self, Self::Over { .. })
    }
}

impl Request {
    /// Begins to listen for the current task.
    pub(crate) fn listen() -> Arc<Self> {
        let runtime = Handle::try_current().ok();
        let request = Arc::new(Self {
            phase: watch::Sender::new(Phase::Listening),
            is_seen: AtomicBool::new(false),
            aborts: AtomicBool::new(false),
            abort: OnceLock::new(),
            task: try_id(),
            runtime: runtime.map(|runtime| runtime.id()),
        });
        if let Some(task) = request.task {
            add(task, &request);
        }
        request
    }

    /// Asks the coroutine to end, and returns whether it can still hear that. `task` is a handle of its task.
    pub(crate) fn make(&self, task: Option<&AbortHandle>) -> bool {
        if let Some(task) = task {
            let _ = self.abort.set(task.clone()); // all handles of a task do the same
        }
        let mut is_heard = true;
        self.phase.send_if_modified(|phase| {
            let is_new = *phase == Phase::Listening;
            if is_new {
                *phase = Phase::Requested;
            }
            is_heard = !phase.is_over();
            is_new
        });
        is_heard
    }

    /// Ends it: from now on, the task is aborted like any other, and now if the coroutine has not seen that it was asked.
    pub(crate) fn end(self: &Arc<Self>) {
        let is_first = self.phase.send_if_modified(|phase| {
            let is_first = !phase.is_over();
            if is_first {
                let requested = phase.is_requested();
                *phase = Phase::Over { requested };
            }
            is_first
        });
        if !is_first {
            return;
        }
        if let Some(task) = self.task {
            remove(task, self);
        }
        let is_unseen = self.is_made() && !self.is_seen.load(Ordering::Relaxed);
        if is_unseen || self.aborts.load(Ordering::Relaxed) {
            self.abort();
        }
    }

    pub(crate) fn is_in(&self, runtime: &Handle) -> bool {
        self.runtime == Some(runtime.id())
    }

    pub(crate) fn is_made(&self) -> bool {
        self.phase.borrow().is_requested()
    }

    /// Whether the coroutine has been asked, which it knows then.
    pub(crate) fn see(&self) -> bool {
        let is_made = self.is_made();
        self.is_seen.fetch_or(is_made, Ordering::Relaxed);
        is_made
    }

    pub(crate) async fn made(&self) {
        self.wait(Phase::is_requested).await;
        self.see();
    }

    pub(crate) async fn over(&self) {
        self.wait(Phase::is_over).await;
    }

    async fn wait(&self, until: fn(Phase) -> bool) {
        let mut receiver = self.phase.subscribe();
        let waited = receiver.wait_for(|phase| until(*phase)).await;
        drop(waited); // it can't fail: the sender is here
    }

    /// Ends it, and the task as one that is cancelled.
    pub(crate) fn accept(self: &Arc<Self>) {
        self.aborts.store(true, Ordering::Relaxed);
        self.end();
    }

    /// Ends the task if it was asked to end by itself; when another coroutine in it still listens, then with that, which is
    /// asked too, for it may have begun since.
    fn abort(&self) {
        let task = self.abort.get();
        let is_passed_on = self.task.and_then(any).is_some_and(|other| {
            other.aborts.store(true, Ordering::Relaxed);
            other.make(task)
        });
        if let Some(task) = task.filter(|_| !is_passed_on) {
            task.abort();
        }
    }
}
