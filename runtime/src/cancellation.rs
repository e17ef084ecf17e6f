//! How does a request to cancel reach a task? tokio aborts it, unless a [`graceful`](crate::graceful()) coroutine listens.

mod request;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinHandle};

pub(crate) use self::request::Request;

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
    } else if !handle.is_finished() {
        request_by(&handle.abort_handle());
    }
}

/// The same, where nobody has a handle with an output.
pub(crate) fn request_by(handle: &AbortHandle) {
    let listening = if is_quiet() {
        Vec::new()
    } else {
        by_task().get(&handle.id()).cloned().unwrap_or_default()
    };
    let mut is_heard = false;
    for request in listening {
        is_heard |= request.make(Some(handle));
    }
    if !is_heard {
        handle.abort();
    }
}

fn is_quiet() -> bool {
    LISTENERS.load(Ordering::Acquire) == 0
}

/// Who listens in a runtime.
pub(crate) fn listening_in(runtime: &Handle) -> Vec<Arc<Request>> {
    let by_task = by_task();
    let listening = by_task.values().flatten();
    let is_there = |request: &&Arc<Request>| request.is_in(runtime);
    listening.filter(is_there).cloned().collect()
}

/// Requests that all of these end, and waits until they have.
pub(crate) async fn end_all(listening: Vec<Arc<Request>>) {
    for request in &listening {
        request.make(None);
    }
    for request in listening {
        request.over().await;
    }
}

/// One who listens for the task.
fn any(task: Id) -> Option<Arc<Request>> {
    by_task().get(&task)?.first().cloned()
}

/// Sends the requests for a task to this listener.
fn add(task: Id, request: &Arc<Request>) {
    by_task().entry(task).or_default().push(request.clone());
    LISTENERS.fetch_add(1, Ordering::Release);
}

fn remove(task: Id, request: &Arc<Request>) {
    if let Entry::Occupied(mut listening) = by_task().entry(task) {
        let is_other = |other: &Arc<Request>| !Arc::ptr_eq(other, request);
        listening.get_mut().retain(is_other);
        if listening.get().is_empty() {
            listening.remove();
        }
    }
    LISTENERS.fetch_sub(1, Ordering::Release);
}
