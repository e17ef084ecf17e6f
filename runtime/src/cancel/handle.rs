use std::fmt;
use std::sync::Arc;

use tokio::task::AbortHandle;

use super::request_by;

/// A handle that can cancel a task from elsewhere, and can be cloned.
///
/// It asks, as [`Task::cancel`](crate::Task::cancel) does: a [`graceful`](crate::graceful()) coroutine may clean up first,
/// or go on. An [`AbortHandle`] drops such a coroutine instead. `cancel_handle` of a [`Task`](crate::Task), a
/// [`LocalTask`](crate::LocalTask), a [`SharedTask`](crate::SharedTask), a [`GroupTask`](crate::GroupTask) and a
/// [`Gather`](crate::Gather) makes one.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, graceful};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(graceful(async |cancel| {
///     cancel.requested().await;
///     "saved"
/// }));
/// let stop = task.cancel_handle();
/// let other = stop.clone();
/// # tokio::task::yield_now().await;
/// std::thread::spawn(move || other.cancel());
/// assert_eq!(task.await.unwrap(), "saved");
/// assert!(!stop.cancel(), "it has ended");
/// # }
/// ```
///
/// # In asyncio
///
/// A second reference to the task.
#[derive(Clone)]
#[must_use = "a cancel handle does nothing unless `cancel` is called"]
pub struct CancelHandle(Arc<[AbortHandle]>);

impl CancelHandle {
    pub(crate) fn new(tasks: impl IntoIterator<Item = AbortHandle>) -> Self {
        Self(tasks.into_iter().collect())
    }

    /// Requests that the task be cancelled, and returns whether it was still running. For a
    /// [`Gather`](crate::Gather), these are all its tasks, and whether one was.
    ///
    /// # In asyncio
    ///
    /// `Task.cancel()`.
    pub fn cancel(&self) -> bool {
        let was_running = !self.is_finished();
        for task in &*self.0 {
            request_by(task);
        }
        was_running
    }

    /// Returns whether the task has ended; for a [`Gather`](crate::Gather), whether all tasks have.
    pub fn is_finished(&self) -> bool {
        self.0.iter().all(AbortHandle::is_finished)
    }
}

/// Shows the ids of the tasks and whether they have ended.
impl fmt::Debug for CancelHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self.0.iter().map(AbortHandle::id).collect();
        f.debug_struct("CancelHandle")
            .field("ids", &ids)
            .field("is_finished", &self.is_finished())
            .finish()
    }
}
