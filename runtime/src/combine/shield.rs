use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{JoinError, JoinHandle};

use crate::left_behind::{self, Key};
use crate::{Task, accepts_awaitable};

/// Awaits an awaitable, and keeps it running when the awaiter is cancelled.
///
/// The call itself spawns a coroutine (a future that is not spawned yet). The returned future has the same output as
/// the task. If you drop the future, because of a timeout or because the awaiting task is cancelled, the shielded task
/// runs on.
///
/// For every function that accepts awaitables, a shield is a coroutine. If you pass a shield to
/// [`gather`](crate::gather()), for example, it is spawned, and `gather` may cancel this new task, but not the task
/// behind the shield.
///
/// A [`SharedTask`](crate::SharedTask) needs no shield, since awaiting `&shared` never cancels it, even in `select!` or
/// `timeout`. `shield(shared.into_future())` would spawn a task for each call, which runs until the shared task ends.
///
/// # Errors
///
/// The future returns a [`JoinError`] if the shielded task panics, or if the task *itself* is cancelled: through a
/// [`CancelHandle`](crate::CancelHandle) or an [`AbortHandle`], or by its runtime.
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The returned future panics if it is
/// polled after it has completed, or if an earlier `(&mut task).await` has returned the task's result.
///
/// # Cancel safety
///
/// If the returned future is dropped, the task runs on, and its result is dropped when it ends.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future::shield;
/// use tokio::sync::oneshot;
/// use tokio::time::{sleep, timeout};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let (sender, saved) = oneshot::channel();
/// let save = async {
///     sleep(Duration::from_secs(2)).await;
///     sender.send("saved").unwrap();
/// };
///
/// assert!(timeout(Duration::from_secs(1), shield(save)).await.is_err());
/// assert_eq!(saved.await.unwrap(), "saved");
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.shield`](https://docs.python.org/3/library/asyncio-task.html#asyncio.shield). In asyncio, you have to keep
/// a reference to the task, or it may be garbage-collected; here, the task runs on by itself. asyncio logs an error
/// that nobody fetches. Here, such an error is not reported, but the panic hook shows a panic.
///
/// [`AbortHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.AbortHandle.html
/// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
#[accepts_awaitable]
pub fn shield<T>(task: Task<T>) -> Shield<T> {
    Shield {
        handle: task.into(),
    }
}

/// The future that [`shield()`] returns.
///
/// # Cancel safety
///
/// If it is dropped, the task runs on.
#[must_use = "dropping it detaches the task: `.await` it"]
pub struct Shield<T> {
    handle: JoinHandle<T>,
}

impl<T> Future for Shield<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(Pin::new(&mut self.handle).poll(context));
        left_behind::pass_on(Key::Task(self.handle.id()));
        Poll::Ready(outcome)
    }
}

impl<T> fmt::Debug for Shield<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shield")
            .field("id", &self.handle.id())
            .field("is_finished", &self.handle.is_finished())
            .finish()
    }
}
