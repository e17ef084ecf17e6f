use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::Id;

use super::siblings::Values;

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
    id: Id,
    siblings: Arc<dyn Values<T>>,
    place: usize,
    /// Whether the value has been given.
    is_completed: bool,
}

impl<T> GroupTask<T> {
    pub(super) fn new(id: Id, siblings: Arc<dyn Values<T>>, place: usize) -> Self {
        Self {
            id,
            siblings,
            place,
            is_completed: false,
        }
    }

    /// Requests that the child be cancelled, and returns whether it was still running. The others go on.
    ///
    /// See [`Task::cancel`](crate::Task::cancel).
    pub fn cancel(&self) -> bool {
        self.siblings.cancel(self.place)
    }

    /// Returns whether the child has ended: with a value, by a failure or by a cancellation.
    pub fn is_finished(&self) -> bool {
        self.siblings.has_ended(self.place)
    }

    /// Returns tokio's id of the task.
    pub fn id(&self) -> Id {
        self.id
    }
}

/// The child's value, or `None` if there is none. Dropping it leaves the child running.
impl<T> Future for GroupTask<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        assert!(
            !self.is_completed,
            "a group's task is polled after it has completed"
        );
        let value = ready!(self.siblings.poll(self.place, context));
        self.is_completed = true;
        Poll::Ready(value)
    }
}

impl<T> Drop for GroupTask<T> {
    fn drop(&mut self) {
        if !self.is_completed {
            self.siblings.leave(self.place);
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
