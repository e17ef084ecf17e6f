use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{JoinError, JoinHandle};

use crate::left_behind::{self, Key};
use crate::{Task, accepts_awaitable};

/// Awaits an awaitable that goes on when the awaiter is cancelled.
///
/// A coroutine is scheduled by the call itself. Awaiting the returned future gives what awaiting the task would; if
/// that await is dropped, by a timeout or because the task that awaits is cancelled, the shielded task runs on.
///
/// To every function that accepts awaitables, a shield is a coroutine: given to [`gather`](crate::gather()), for
/// example, the shield is spawned and cancelled, and the task behind it is not.
///
/// A [`SharedTask`](crate::SharedTask) needs no shield: awaiting `&shared`, in `select!` or `timeout` too, never cancels
/// it. `shield(shared.into_future())` would spawn a task for each call, which runs until the shared one ends.
///
/// # Errors
///
/// The future gives a [`JoinError`] if the shielded task panics, and if the task *itself* is cancelled, by its
/// [`AbortHandle`](tokio::task::AbortHandle) or by its runtime.
///
/// # Panics
///
/// When a coroutine is given outside a tokio runtime, at the caller's line. The returned future panics if it is polled
/// after it has completed, or if the task has given its result already, to an earlier `(&mut task).await`.
///
/// # Cancel safety
///
/// If the returned future is dropped, the task goes on, and nobody can ask for its result any more.
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
/// [`asyncio.shield`](https://docs.python.org/3/library/asyncio-task.html#asyncio.shield). There, one has to keep a
/// reference to the task, or it may be garbage-collected; here, it runs on by itself. An error that nobody fetches is
/// logged there, and not reported here; a panic is, by the panic hook.
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
/// If it is dropped, the task goes on.
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
