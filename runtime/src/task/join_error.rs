use std::fmt;
use std::future::pending;
use std::panic::resume_unwind;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tokio::task::{JoinError, LocalSet, unconstrained};

mod private {
    pub trait Sealed {}

    impl Sealed for tokio::task::JoinError {}
}

/// An extension of [`JoinError`], for code that treats the panic of a task like the panic of a future.
///
/// The panic of a future unwinds through the code that awaits it. The panic of a task becomes a `JoinError`, and so
/// does a cancellation. [`resume_panic`](Self::resume_panic) resumes a panic, so only a cancellation is left as an
/// error.
///
/// Do not write `resume_unwind(error.into_panic())`: [`JoinError::into_panic`] panics if the task was cancelled.
///
/// # Examples
///
/// ```
/// use ensure_future::{Cancelled, JoinErrorExt, Task, accepts_awaitable};
///
/// #[accepts_awaitable]
/// async fn value(task: Task<u8>) -> Result<u8, Cancelled> {
///     task.await.map_err(JoinErrorExt::resume_panic)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(value(async { 1 }).await, Ok(1));
///
/// let task = ensure_future::create_task(std::future::pending());
/// task.cancel();
/// assert_eq!(value(task).await, Err(Cancelled));
/// # }
/// ```
///
/// # In asyncio
///
/// `await task`, which raises the exception of the task. Often, only `CancelledError` is caught.
///
/// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
/// [`JoinError::into_panic`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html#method.into_panic
pub trait JoinErrorExt: private::Sealed {
    /// Resumes the panic of the task. Returns [`Cancelled`] if the task was cancelled instead.
    ///
    /// # Panics
    ///
    /// Panics with the task's panic.
    fn resume_panic(self) -> Cancelled;
}

impl JoinErrorExt for JoinError {
    fn resume_panic(self) -> Cancelled {
        if let Ok(panic) = self.try_into_panic() {
            resume_unwind(panic);
        }
        Cancelled
    }
}

/// The error of [`JoinErrorExt::resume_panic`]: the task was cancelled.
///
/// # In asyncio
///
/// [`asyncio.CancelledError`](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.CancelledError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task was cancelled")
    }
}

impl std::error::Error for Cancelled {}

/// Makes the error of a cancelled task, for code that has no such error. It needs no runtime.
///
/// tokio makes a `JoinError` only for a task. The task here is dropped with its set before it is polled: *a set drops*
/// in [`tokio_assumptions`](crate::util::tokio_assumptions).
#[cold]
pub(crate) fn cancelled() -> JoinError {
    let tasks = LocalSet::new();
    let task = tasks.spawn_local(pending::<()>());
    drop(tasks);
    match pin!(unconstrained(task)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => error,
        Poll::Ready(Ok(())) | Poll::Pending => unreachable!("the task never ends by itself"),
    }
}
