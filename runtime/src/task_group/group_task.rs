use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::{Id, coop};

use super::child::Value;
use crate::{CancelHandle, cancel};

/// A child of a [`TaskGroup`](crate::TaskGroup).
///
/// A `GroupTask` is a future. Its output is the child's value as soon as the child has ended, or a [`GroupTaskError`]
/// if the child failed or was cancelled. The group itself reports the failure.
///
/// # Panics
///
/// It panics if it is polled after it has completed.
///
/// # Cancel safety
///
/// The child belongs to the group: if you drop a `GroupTask`, or an await of it, the child runs on.
///
/// # Dropping
///
/// If you don't fetch the value, it is dropped when the `GroupTask` has been dropped and the child has ended. If its
/// destructor panics, the group reports this panic like the failure of a child. A group that has ended reports nothing
/// any more: the panic is then ignored, after the panic hook has shown it.
///
/// # In asyncio
///
/// The task that `TaskGroup.create_task` returns.
pub struct GroupTask<T> {
    id: Id,
    /// `None` after the value was fetched, so that the child's memory is freed.
    child: Option<Arc<dyn Value<T>>>,
}

impl<T> GroupTask<T> {
    pub(super) fn new(id: Id, child: Arc<dyn Value<T>>) -> Self {
        let child = Some(child);
        Self { id, child }
    }

    /// Requests that the child be cancelled. Returns whether it was still running. The other children go on.
    ///
    /// See [`Task::cancel`](crate::Task::cancel).
    pub fn cancel(&self) -> bool {
        let running = self.child.as_ref().and_then(|child| child.abort_handle());
        running.iter().for_each(cancel::request_by);
        running.is_some()
    }

    /// Returns a handle that cancels the child from elsewhere. You can clone it.
    ///
    /// See [`Task::cancel_handle`](crate::Task::cancel_handle).
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle::new(self.child.as_ref().and_then(|child| child.abort_handle()))
    }

    /// Returns whether the child has ended: with a value, by a failure or by a cancellation.
    pub fn is_finished(&self) -> bool {
        self.child.as_ref().is_none_or(|child| child.has_ended())
    }

    /// Returns tokio's id of the task.
    pub fn id(&self) -> Id {
        self.id
    }
}

/// The output is the child's value, or the reason why there is none. If the future is dropped, the child runs on.
impl<T> Future for GroupTask<T> {
    type Output = Result<T, GroupTaskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let child = self.child.as_ref();
        let child = child.expect("a group's task is polled after it has completed");
        let turn = ready!(coop::poll_proceed(context));
        let value = ready!(child.poll(context));
        turn.made_progress();
        self.child = None;
        Poll::Ready(value)
    }
}

impl<T> Drop for GroupTask<T> {
    fn drop(&mut self) {
        if let Some(child) = &self.child {
            child.detach();
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

/// The error of a [`GroupTask`](crate::GroupTask) without a value.
///
/// The child's own error stays with the group: its [`join`](crate::TaskGroup::join) or
/// [`scope`](crate::TaskGroup::scope) reports it.
///
/// # Examples
///
/// ```
/// use ensure_future::{GroupTaskError, TaskGroup};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let group: TaskGroup<&str> = TaskGroup::new();
/// let failing = group.create_task(async { Err::<u8, _>("failed") }).unwrap();
/// let sibling = group.create_task(std::future::pending::<Result<u8, _>>()).unwrap();
/// assert_eq!(failing.await, Err(GroupTaskError::Failed));
/// assert_eq!(sibling.await, Err(GroupTaskError::Cancelled));
/// # }
/// ```
///
/// # In asyncio
///
/// The exception of the task, or `CancelledError`. In asyncio, awaiting the task raises it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupTaskError {
    /// The child returned an `Err` or panicked.
    Failed,
    /// The child was cancelled: alone, with the group, or by the shutdown of its runtime.
    Cancelled,
}

impl fmt::Display for GroupTaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "the child of a task group failed",
            Self::Cancelled => "the child of a task group was cancelled",
        })
    }
}

impl Error for GroupTaskError {}
