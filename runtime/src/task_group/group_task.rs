use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;
use tokio::task::{AbortHandle, Id};

use crate::cancellation;

/// A child of a [`TaskGroup`](crate::TaskGroup).
///
/// Awaiting it gives the child's value as soon as it is there, or `None` if it failed, which the group reports, or was
/// cancelled. It belongs to the group: dropping this, or an await of it, leaves it running.
///
/// # Panics
///
/// Polling it after it has completed panics.
///
/// # In asyncio
///
/// What `TaskGroup.create_task` returns.
pub struct GroupTask<T> {
    pub(super) task: AbortHandle,
    pub(super) value: oneshot::Receiver<T>,
}

impl<T> GroupTask<T> {
    /// Requests that the child be cancelled, and returns whether it was still running. The others go on.
    ///
    /// See [`Task::cancel`](crate::Task::cancel).
    pub fn cancel(&self) -> bool {
        let was_running = !self.is_finished();
        cancellation::request_by(&self.task);
        was_running
    }

    /// Returns whether the child has ended: with a value, by a failure or by a cancellation.
    pub fn is_finished(&self) -> bool {
        self.task.is_finished()
    }

    /// Returns tokio's id of the task.
    pub fn id(&self) -> Id {
        self.task.id()
    }
}

/// The child's value, or `None` if there is none. Dropping it leaves the child running.
impl<T> Future for GroupTask<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut self.value).poll(context).map(Result::ok)
    }
}

impl<T> fmt::Debug for GroupTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupTask")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
