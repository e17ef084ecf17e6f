use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::{AbortHandle, Id};

use super::siblings::Values;
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
    task: AbortHandle,
    siblings: Arc<dyn Values<T>>,
    /// Until the value has been given.
    place: Option<usize>,
}

impl<T> GroupTask<T> {
    pub(super) fn new(task: AbortHandle, siblings: Arc<dyn Values<T>>, place: usize) -> Self {
        Self {
            task,
            siblings,
            place: Some(place),
        }
    }

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
        let place = self
            .place
            .expect("a group's task is polled after it has completed");
        let value = ready!(self.siblings.poll(place, context));
        self.place = None;
        Poll::Ready(value)
    }
}

impl<T> Drop for GroupTask<T> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.siblings.leave(place);
        }
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
