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

/// Waits for an awaitable, but no longer than `limit`: then it is cancelled.
///
/// A result that is due at the limit is given: on a current-thread runtime for certain, on several threads most likely.
///
/// After the time-out, this waits until the task has really ended, destructors and all. A result that arrives in that
/// time is returned, not lost. So this gives `Ok` whenever there is a value, and may take longer than `limit`: as long
/// as a [`graceful`](crate::graceful()) coroutine goes on, or what [`to_thread`](crate::to_thread()) runs.
///
/// A graceful coroutine has to be polled to hear that it was cancelled, as `loop { select! { _ = &mut job => break, .. } }`
/// [polls it](crate::graceful#the-coroutine-has-to-be-polled). If nobody polls it for ten seconds on tokio's clock, the
/// task is aborted. To find out, `wait_for` wakes the coroutine every ten seconds.
///
/// With a `limit` of zero, a coroutine is cancelled before its first turn, so that it does not even start, unless
/// another thread is faster. A result that is there already is returned.
///
/// [`tokio::time::timeout`] takes a [`Task`] too, and cancels it too, but does not wait for its end. The limit begins,
/// and a coroutine is scheduled, when the future is first polled. [`wait_for_at`] has a deadline in its place.
///
/// # Errors
///
/// - [`WaitForError::TimedOut`]: the limit was reached, and the task was cancelled.
/// - [`WaitForError::Failed`]: the task panicked, before or after the limit, or somebody else cancelled it before.
///
/// # Panics
///
/// The future panics when a coroutine is given outside a tokio runtime, in a runtime whose timer is not enabled, and if
/// the task has given its result already, to an earlier `(&mut task).await`.
///
/// # Cancel safety
///
/// If the future is dropped after its first poll, the task is cancelled. The
/// [group around it](crate::guide::structured_concurrency), if there is one, waits for its end.
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
/// [`asyncio.wait_for`](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait_for). There, no limit is
/// `None`; here, it is `task.await`.
#[accepts_awaitable]
pub async fn wait_for<T>(task: Task<T>, limit: Duration) -> Result<T, WaitForError> {
    limited(task, !limit.is_zero(), || sleep(limit)).await
}

/// Waits for an awaitable, but no longer than until `deadline`: then it is cancelled.
///
/// It is [`wait_for`] with a deadline, for example one that several awaits have in common. The coroutine is scheduled
/// when the future is first polled. A deadline that has passed by then is a limit of zero.
///
/// [`tokio::time::Instant`] is on tokio's clock; `Instant::from` makes one of a [`std::time::Instant`].
///
/// # Errors
///
/// - [`WaitForError::TimedOut`]: the deadline was reached, and the task was cancelled.
/// - [`WaitForError::Failed`]: the task panicked, before or after the deadline, or somebody else cancelled it before.
///
/// # Panics
///
/// As [`wait_for`] does.
///
/// # Cancel safety
///
/// If the future is dropped after its first poll, the task is cancelled, only nobody waits for it.
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
#[accepts_awaitable]
pub async fn wait_for_at<T>(task: Task<T>, deadline: Instant) -> Result<T, WaitForError> {
    let has_time = deadline > Instant::now();
    limited(task, has_time, || sleep_until(deadline)).await
}

/// Waits for a task with a limit. Without time, the task has no turn, but may have ended before.
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

/// Why [`wait_for`] and [`wait_for_at`] give no value.
///
/// # In asyncio
///
/// The `TimeoutError`, or what the awaitable raised.
#[derive(Debug)]
pub enum WaitForError {
    /// The limit or the deadline was reached. The task was cancelled, and has ended.
    TimedOut,
    /// The task panicked, or was cancelled by somebody else.
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
