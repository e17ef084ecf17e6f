//! How does a request to cancel reach a task? tokio aborts it, unless a [`graceful`](crate::graceful()) coroutine
//! listens.

mod request;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinHandle};

pub(crate) use self::request::Request;

/// How many coroutines listen. While it is none, a request costs no more than to look here.
static LISTENERS: AtomicUsize = AtomicUsize::new(0);

/// By task, and in the order in which they have begun.
type ByTask = BTreeMap<(Id, u64), Arc<Request>>;

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
    let mut is_heard = false;
    for request in listening_for(handle.id()) {
        is_heard |= request.make(Some(handle));
    }
    if !is_heard {
        handle.abort();
    }
}

fn is_quiet() -> bool {
    LISTENERS.load(Ordering::Acquire) == 0
}

/// Who listens for a task.
fn listening_for(task: Id) -> Vec<Arc<Request>> {
    if is_quiet() {
        return Vec::new();
    }
    let by_task = by_task();
    let listening = by_task.range((task, 0)..=(task, u64::MAX));
    listening.map(|(_, request)| request.clone()).collect()
}

/// Who listens in a runtime.
pub(crate) fn listening_in(runtime: &Handle) -> Vec<Arc<Request>> {
    let mut listening: Vec<_> = by_task().values().cloned().collect();
    listening.retain(|request| request.is_in(runtime));
    listening
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
    let by_task = by_task();
    let mut listening = by_task.range((task, 0)..=(task, u64::MAX));
    listening.next().map(|(_, request)| request.clone())
}

/// Sends the requests for a task to this listener, which has this number.
fn add(task: Id, number: u64, request: &Arc<Request>) {
    by_task().insert((task, number), request.clone());
    LISTENERS.fetch_add(1, Ordering::Release);
}

fn remove(task: Id, number: u64) {
    let removed = by_task().remove(&(task, number));
    LISTENERS.fetch_sub(usize::from(removed.is_some()), Ordering::Release);
}
