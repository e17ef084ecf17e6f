//! Requests to cancel a task. The graceful coroutines of the task are asked to end; a task without graceful coroutines
//! is aborted.

use tokio::task::{AbortHandle, JoinHandle};

use super::REGISTRY;

/// Requests that a task be cancelled.
pub(crate) fn request<T>(handle: &JoinHandle<T>) {
    if REGISTRY.has_no_listener() {
        handle.abort();
    } else {
        request_by(&handle.abort_handle());
    }
}

/// Requests that the task of an [`AbortHandle`] be cancelled.
pub(crate) fn request_by(handle: &AbortHandle) {
    if handle.is_finished() {
        return; // a graceful coroutine that the task has passed on is not asked
    }
    if !REGISTRY.ask(handle.id(), handle) {
        handle.abort();
    }
}
