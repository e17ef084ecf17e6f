use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{AbortHandle, JoinError, JoinHandle};

use crate::cancel;
use crate::left_behind::{self, Key, Leave};
use crate::util::sync::Mutex;

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
    /// How the task is left behind if this is dropped before.
    leave: Leave<T>,
    /// Whether this future was made to end the task, and so waits for everything that the task leaves behind.
    ends: bool,
    /// The outcome, while the future waits for what the task has left behind. The lock makes it `Sync`, as the handle is.
    ended: Option<Box<Mutex<Ended<T>>>>,
}

/// The task, and how it ended.
type Ended<T> = (Key, Result<T, JoinError>);

impl<T> TaskFuture<T> {
    pub(crate) fn new(handle: JoinHandle<T>, leave: Leave<T>) -> Self {
        Self {
            handle: Some(handle),
            leave,
            ends: false,
            ended: None,
        }
    }

    /// Requests that the task be cancelled. From now on, the future waits for everything that the task leaves behind.
    pub(crate) fn end(&mut self) {
        self.cancel();
        self.ends = true;
    }

    /// Requests that the task be cancelled, and waits for everything that it leaves behind.
    pub(crate) fn cancelled(mut self) -> Self {
        self.end();
        self
    }

    /// Requests that the task be cancelled. The future can still be awaited.
    pub(crate) fn cancel(&self) {
        if let Some(handle) = &self.handle {
            cancel::request(handle);
        }
    }

    pub(crate) fn abort_handle(&self) -> Option<AbortHandle> {
        self.handle.as_ref().map(JoinHandle::abort_handle)
    }
}

impl<T> Future for TaskFuture<T> {
    type Output = Result<T, JoinError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.ended.is_some() {
            return self.poll_ended(context);
        }
        let handle = self
            .handle
            .as_mut()
            .expect("a task's future is polled after completion");
        let outcome = ready!(Pin::new(&mut *handle).poll(context));
        let key = Key::Task(handle.id());
        self.handle = None;
        if self.ends && !left_behind::is_gone(key) {
            self.ended = Some(Box::new(Mutex::new((key, outcome))));
            return self.poll_ended(context);
        }
        left_behind::pass_on(key);
        Poll::Ready(outcome)
    }
}

impl<T> TaskFuture<T> {
    /// Waits for what the task has left behind, and then gives the outcome.
    #[cold]
    fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        if let Some(ended) = &self.ended {
            let key = ended.lock().0;
            ready!(left_behind::poll_gone(key, context));
        }
        let ended = self.ended.take().expect("the task has ended");
        let (_, outcome) = ended.into_inner();
        Poll::Ready(outcome)
    }
}

impl<T> Drop for TaskFuture<T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            cancel::request(&handle);
            mem::replace(&mut self.leave, Leave::Unwaited).leave(handle);
        } else if let Some(ended) = &self.ended {
            let key = ended.lock().0;
            left_behind::pass_on(key);
        }
    }
}

impl<T> fmt::Debug for TaskFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TaskFuture");
        if let Some(handle) = &self.handle {
            shown.field("id", &handle.id());
        }
        let is_finished = self.handle.as_ref().is_none_or(JoinHandle::is_finished);
        shown
            .field("is_finished", &is_finished)
            .finish_non_exhaustive()
    }
}
