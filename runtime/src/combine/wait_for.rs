use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::task::JoinError;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use crate::util::due::Due;
use crate::{Task, accepts_awaitable, cancel};

/// Waits for an awaitable, but no longer than `limit`. After the limit, cancels it and waits for its end.
///
/// A result that is due exactly at the limit is returned: always on a current-thread runtime, and nearly always on
/// several threads.
///
/// After the limit, this waits until the task has ended and its destructors have run. A result that arrives in the
/// meantime is returned, not lost. So you get an `Ok` whenever there is a value. The wait may take longer than `limit`,
/// as long as a [`graceful`](crate::graceful()) coroutine goes on, or a function that [`to_thread`](crate::to_thread())
/// runs.
///
/// A graceful coroutine
/// [hears the cancellation only while it is polled](crate::graceful#the-coroutine-has-to-be-polled). If nobody polls it
/// for ten seconds on tokio's clock, the task is aborted. To find out whether it is polled, `wait_for` wakes the
/// coroutine every ten seconds.
///
/// With a `limit` of zero, a coroutine (a future that is not spawned yet) is cancelled before its first poll, so it
/// does not start at all, unless another thread is faster. If a task has ended already, its result is returned.
///
/// The limit begins when the future is first polled; a coroutine is spawned then, too. For a deadline, use
/// [`wait_for_at`]. [`tokio::time::timeout`] also accepts and cancels a [`Task`], but does not wait for its end.
///
/// # Errors
///
/// - Returns [`WaitForError::TimedOut`] if the limit was reached and the task was cancelled.
/// - Returns [`WaitForError::Failed`] if the task panicked, before or after the limit, or if other code had cancelled
///   it before.
///
/// # Panics
///
/// The future panics if
///
/// - you pass a coroutine outside a tokio runtime;
/// - the timer of the runtime is not enabled;
/// - an earlier `(&mut task).await` has returned the task's result.
///
/// # Cancel safety
///
/// If the future is dropped after its first poll, the task is cancelled. If there is a
/// [group around the awaiter](crate::guide::structured_concurrency), it waits for the end of the task. If the future is
/// dropped before its first poll, a coroutine never starts, and a task is detached.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future::{WaitForError, wait_for};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let limit = Duration::from_secs(1);
/// assert_eq!(wait_for(async { 42 }, limit).await.unwrap(), 42);
///
/// let endless = std::future::pending::<u8>();
/// let error = wait_for(endless, limit).await.unwrap_err();
/// assert!(matches!(error, WaitForError::TimedOut));
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.wait_for`](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait_for). For a wait without a
/// limit, asyncio takes `None`; here, write `task.await`.
///
/// [`tokio::time::timeout`]: https://docs.rs/tokio/latest/tokio/time/fn.timeout.html
#[accepts_awaitable]
pub async fn wait_for<T>(task: Task<T>, limit: Duration) -> Result<T, WaitForError> {
    limited(task, !limit.is_zero(), || sleep(limit)).await
}

/// Waits for an awaitable until `deadline` at most. After the deadline, cancels it and waits for its end.
///
/// This is [`wait_for`] with a deadline, for example a deadline that several awaits have in common. A coroutine is
/// spawned when the future is first polled. A deadline that has passed by then is like a limit of zero.
///
/// [`tokio::time::Instant`] is on tokio's clock. `Instant::from` converts a [`std::time::Instant`].
///
/// # Errors
///
/// - Returns [`WaitForError::TimedOut`] if the deadline was reached and the task was cancelled.
/// - Returns [`WaitForError::Failed`] if the task panicked, before or after the deadline, or if other code had
///   cancelled it before.
///
/// # Panics
///
/// Panics where [`wait_for`] does.
///
/// # Cancel safety
///
/// Dropping the future has the same effect as with [`wait_for`].
///
/// # Examples
///
/// ```
/// use ensure_future::{WaitForError, wait_for_at};
/// use tokio::time::{Duration, Instant, sleep};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let deadline = Instant::now() + Duration::from_secs(3);
/// wait_for_at(sleep(Duration::from_secs(2)), deadline).await.unwrap();
///
/// let error = wait_for_at(sleep(Duration::from_secs(2)), deadline).await.unwrap_err();
/// assert!(matches!(error, WaitForError::TimedOut));
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.timeout_at`](https://docs.python.org/3/library/asyncio-task.html#asyncio.timeout_at) around the await.
///
/// [`tokio::time::Instant`]: https://docs.rs/tokio/latest/tokio/time/struct.Instant.html
#[accepts_awaitable]
pub async fn wait_for_at<T>(task: Task<T>, deadline: Instant) -> Result<T, WaitForError> {
    let has_time = deadline > Instant::now();
    limited(task, has_time, || sleep_until(deadline)).await
}

/// Waits for a task with a limit. Without time, the task is not polled, but it may have ended before.
async fn limited<T>(
    task: Task<T>,
    has_time: bool,
    limit: impl FnOnce() -> Sleep,
) -> Result<T, WaitForError> {
    let has_time = has_time || task.is_finished();
    let mut task = task.into_future();
    if has_time {
        let mut due = Due::new(limit());
        let outcome = poll_fn(|context| match Pin::new(&mut task).poll(context) {
            Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
            Poll::Pending => due.poll(context).map(|()| None),
        });
        if let Some(outcome) = outcome.await {
            return outcome.map_err(WaitForError::Failed);
        }
    }
    task.end();
    cancel::end(task).await.map_err(|error| {
        if error.is_cancelled() {
            WaitForError::TimedOut
        } else {
            WaitForError::Failed(error)
        }
    })
}

/// The error of [`wait_for`] and [`wait_for_at`].
///
/// # In asyncio
///
/// The `TimeoutError`, or the exception of the awaitable.
#[derive(Debug)]
pub enum WaitForError {
    /// The limit or the deadline was reached. The task was cancelled, and has ended.
    TimedOut,
    /// The task panicked, or was cancelled by other code.
    Failed(JoinError),
}

impl fmt::Display for WaitForError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("the task did not end in time, and was cancelled"),
            Self::Failed(_) => f.write_str("the task ended without a value"),
        }
    }
}

impl Error for WaitForError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::TimedOut => None,
            Self::Failed(error) => Some(error),
        }
    }
}
