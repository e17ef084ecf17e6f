use std::fmt;
use std::sync::Arc;

use tokio::task::AbortHandle;

use super::request_by;

/// A handle that cancels a task from elsewhere. You can clone it.
///
/// It cancels as [`Task::cancel`](crate::Task::cancel) does: a [`graceful`](crate::graceful()) coroutine is asked to
/// end, and may clean up first, or go on. An [`AbortHandle`] drops such a coroutine instead. You get a `CancelHandle`
/// from `cancel_handle` of a [`Task`](crate::Task), a [`LocalTask`](crate::LocalTask), a
/// [`SharedTask`](crate::SharedTask), a [`GroupTask`](crate::GroupTask) or a [`Gather`](crate::Gather).
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
///
/// [`AbortHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.AbortHandle.html
#[derive(Clone)]
#[must_use = "a cancel handle does nothing unless `cancel` is called"]
pub struct CancelHandle(Arc<[AbortHandle]>);

impl CancelHandle {
    pub(crate) fn new(tasks: impl IntoIterator<Item = AbortHandle>) -> Self {
        Self(tasks.into_iter().collect())
    }

    /// Requests that the task be cancelled. Returns whether it was still running.
    ///
    /// The handle of a [`Gather`](crate::Gather) cancels all of its tasks, and returns whether any of them was still
    /// running.
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

    /// Returns whether the task has ended. The handle of a [`Gather`](crate::Gather) returns whether all of its tasks
    /// have ended.
    ///
    /// # In asyncio
    ///
    /// `Task.done()`.
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
