//! The stand-in for the runtime's `Task`, which forwards to tokio's handle. No task has a name.

use std::sync::Arc;
use std::task::{Context, Poll};

use super::task::{AbortHandle, Id, JoinError, JoinHandle};

pub struct Task<T>(JoinHandle<T>);

impl<T> Task<T> {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        std::pin::Pin::new(&mut self.0).poll(context)
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    pub(crate) fn id(&self) -> Id {
        self.0.id()
    }

    pub(crate) fn abort_handle(&self) -> AbortHandle {
        self.0.abort_handle()
    }

    pub(crate) fn cancel(&self) {
        self.abort_handle().abort();
    }

    /// Returns the future that is awaited, which cancels the task when it is dropped. The modelled files only drop it.
    pub(crate) fn into_future(self) -> JoinHandle<T> {
        self.cancel();
        self.0
    }
}

impl<T> From<JoinHandle<T>> for Task<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        Self(handle)
    }
}

impl<T> From<Task<T>> for JoinHandle<T> {
    fn from(task: Task<T>) -> Self {
        task.0
    }
}

pub(crate) fn are_there_names() -> bool {
    false
}

pub(crate) fn task_name(_: Id) -> Option<Arc<str>> {
    None
}
