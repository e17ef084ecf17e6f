use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{JoinError, JoinHandle};

use crate::left_behind::{self, Key};

/// The future that `(&mut task).await` polls. It waits for the task, and does not tie the task to the awaiter.
///
/// The [`IntoFuture`] of `&mut Task` and of `&mut LocalTask` returns it. Its output is the outcome of the task.
///
/// # Panics
///
/// Panics if the task has returned its outcome already, to an earlier `(&mut task).await`.
///
/// # Cancel safety
///
/// If it is dropped, the task runs on, and you can await it again.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future::create_task;
/// use tokio::time::{sleep, timeout};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let mut task = create_task(sleep(Duration::from_secs(2)));
/// assert!(timeout(Duration::from_secs(1), &mut task).await.is_err());
/// task.await.unwrap();
/// # }
/// ```
///
/// # In asyncio
///
/// `await asyncio.shield(task)`.
#[must_use = "it does nothing unless you `.await` it"]
pub struct WatchFuture<'a, T>(&'a mut JoinHandle<T>);

impl<'a, T> WatchFuture<'a, T> {
    pub(crate) fn new(handle: &'a mut JoinHandle<T>) -> Self {
        Self(handle)
    }
}

impl<T> Future for WatchFuture<'_, T> {
    type Output = Result<T, JoinError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(Pin::new(&mut *self.0).poll(context));
        left_behind::pass_on(Key::Task(self.0.id()));
        Poll::Ready(outcome)
    }
}

impl<T> fmt::Debug for WatchFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchFuture")
            .field("id", &self.0.id())
            .field("is_finished", &self.0.is_finished())
            .finish()
    }
}
