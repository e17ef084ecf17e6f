use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{AbortHandle, JoinError, JoinHandle};

use crate::cancel;

/// What `task.await` polls: the task's outcome, tied to whoever awaits it.
///
/// It is made by the [`IntoFuture`] of a [`Task`](crate::Task) or [`LocalTask`](crate::LocalTask), and by their
/// `cancel_and_wait`.
///
/// # Panics
///
/// Polling it after it has completed panics, and so does polling it when the result was given to an earlier
/// `(&mut task).await`.
///
/// # Cancel safety
///
/// If it is dropped before the task has ended, the task is cancelled. Await `&mut task` to leave it running.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future::create_task;
/// use tokio::time::timeout;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let task = create_task(std::future::pending::<()>());
/// let remote = task.abort_handle();
///
/// assert!(timeout(Duration::from_secs(1), task).await.is_err());
/// tokio::task::yield_now().await;
/// assert!(remote.is_finished(), "the timeout dropped the task's future, and that cancelled the task");
/// # }
/// ```
///
/// # In asyncio
///
/// `await task`, which cancels the task when whoever awaits it is cancelled.
#[must_use = "dropping it cancels the task: `.await` it"]
pub struct TaskFuture<T> {
    /// The handle, until the outcome is returned. After that, there is nothing to cancel.
    handle: Option<JoinHandle<T>>,
}

impl<T> TaskFuture<T> {
    pub(crate) fn new(handle: JoinHandle<T>) -> Self {
        Self {
            handle: Some(handle),
        }
    }

    /// Requests that the task be cancelled. The future can still be awaited.
    pub(crate) fn cancel(&self) {
        if let Some(handle) = &self.handle {
            cancel::request(handle);
        }
    }

    /// Returns the task, which goes on if nobody awaits it.
    ///
    /// # Panics
    ///
    /// If the outcome was returned.
    pub(crate) fn untie(mut self) -> JoinHandle<T> {
        let handle = self.handle.take();
        handle.expect("a task's future is untied after completion")
    }

    pub(crate) fn abort_handle(&self) -> Option<AbortHandle> {
        self.handle.as_ref().map(JoinHandle::abort_handle)
    }
}

impl<T> Future for TaskFuture<T> {
    type Output = Result<T, JoinError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let handle = self
            .handle
            .as_mut()
            .expect("a task's future is polled after completion");
        let outcome = ready!(Pin::new(handle).poll(context));
        self.handle = None;
        Poll::Ready(outcome)
    }
}

impl<T> Drop for TaskFuture<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl<T> fmt::Debug for TaskFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TaskFuture");
        if let Some(handle) = &self.handle {
            shown.field("id", &handle.id());
        }
        let is_finished = self.handle.as_ref().is_none_or(JoinHandle::is_finished);
        shown.field("is_finished", &is_finished).finish()
    }
}
