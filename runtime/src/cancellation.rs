//! How does a request to cancel reach a task? tokio aborts it, unless a [`graceful`](crate::graceful()) coroutine listens.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::runtime::{self, Handle};
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, JoinHandle, try_id};

/// How many coroutines listen. While it is none, a request costs no more than to look here.
static LISTENERS: AtomicUsize = AtomicUsize::new(0);

type ByTask = BTreeMap<Id, Vec<Arc<Request>>>;

static BY_TASK: Mutex<ByTask> = Mutex::new(BTreeMap::new());

fn by_task() -> MutexGuard<'static, ByTask> {
    BY_TASK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Requests that a task be cancelled.
pub(crate) fn request<T>(handle: &JoinHandle<T>) {
    if is_quiet() {
        handle.abort();
    } else {
        request_by(&handle.abort_handle());
    }
}

/// The same, where nobody has a handle with an output.
pub(crate) fn request_by(handle: &AbortHandle) {
    let listening = if is_quiet() {
        None
    } else {
        by_task().get(&handle.id()).cloned()
    };
    match listening {
        None => handle.abort(),
        Some(requests) => {
            for request in requests {
                let _ = request.abort.set(handle.clone()); // all handles of a task do the same
                request.requested.happen();
            }
        }
    }
}

fn is_quiet() -> bool {
    LISTENERS.load(Ordering::Acquire) == 0
}

/// Who listens in a runtime.
pub(crate) fn listening_in(runtime: &Handle) -> Vec<Arc<Request>> {
    let is_there = |request: &&Arc<Request>| request.runtime == Some(runtime.id());
    let by_task = by_task();
    by_task
        .values()
        .flatten()
        .filter(is_there)
        .cloned()
        .collect()
}

/// Requests that all of them end, and waits until they have.
pub(crate) async fn end_all(mut listening: Vec<Arc<Request>>) {
    while !listening.is_empty() {
        for request in &listening {
            request.requested.happen();
        }
        for request in listening {
            request.over.wait().await;
        }
        listening = listening_in(&Handle::current()); // they may have begun others
    }
}

/// A coroutine that listens, and what it is told.
pub(crate) struct Request {
    requested: Event,
    /// The coroutine has ended, or has nothing left to do.
    over: Event,
    /// What ends the task as any other that is cancelled, once it has been asked to end by itself.
    abort: OnceLock<AbortHandle>,
    /// Where it runs; nobody can ask what is in no task.
    task: Option<Id>,
    runtime: Option<runtime::Id>,
}

impl Request {
    /// Begins to listen for the current task.
    pub(crate) fn listen() -> Arc<Self> {
        let runtime = Handle::try_current().ok();
        let request = Arc::new(Self {
            requested: Event::default(),
            over: Event::default(),
            abort: OnceLock::new(),
            task: try_id(),
            runtime: runtime.map(|runtime| runtime.id()),
        });
        if let Some(task) = request.task {
            by_task().entry(task).or_default().push(request.clone());
            LISTENERS.fetch_add(1, Ordering::Release);
        }
        request
    }

    /// Ends it: from now on, the task is aborted like any other.
    pub(crate) fn end(self: &Arc<Self>) {
        if self.over.happen() {
            return;
        }
        if let Some(task) = self.task {
            let mut by_task = by_task();
            if let Entry::Occupied(mut listening) = by_task.entry(task) {
                listening
                    .get_mut()
                    .retain(|other| !Arc::ptr_eq(other, self));
                if listening.get().is_empty() {
                    listening.remove();
                }
            }
            LISTENERS.fetch_sub(1, Ordering::Release);
        }
    }

    pub(crate) fn is_made(&self) -> bool {
        self.requested.has_happened()
    }

    pub(crate) async fn made(&self) {
        self.requested.wait().await;
    }

    /// What aborts the task, if it was asked to end by itself.
    pub(crate) fn abort_handle(&self) -> Option<&AbortHandle> {
        self.abort.get()
    }
}

/// Something that happens once.
struct Event(watch::Sender<bool>);

impl Default for Event {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Event {
    /// Returns whether it had happened before.
    fn happen(&self) -> bool {
        self.0.send_replace(true)
    }

    fn has_happened(&self) -> bool {
        *self.0.borrow()
    }

    async fn wait(&self) {
        let mut receiver = self.0.subscribe();
        let waited = receiver.wait_for(|happened| *happened).await;
        drop(waited); // it can't fail: the sender is here
    }
}
