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

/// An extension of [`JoinError`], for code that awaits a task in the place of a future of its own.
///
/// The panic of a future unwinds through the code that awaits it. The panic of a task arrives as a `JoinError`, as does a
/// cancellation. [`resume_panic`](Self::resume_panic) makes the two alike: it resumes a panic, and what is left is a
/// cancellation.
///
/// Do not write `resume_unwind(error.into_panic())`: for a cancelled task, [`JoinError::into_panic`] itself panics.
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
/// The exception of an awaited task is raised, and only `CancelledError` is often caught.
pub trait JoinErrorExt: private::Sealed {
    /// Resumes the panic of the task, or says that the task was cancelled.
    ///
    /// # Panics
    ///
    /// If the task panicked, with the value of its panic.
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

/// The task was cancelled: the error that [`JoinErrorExt::resume_panic`] leaves.
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

/// Makes the error of a task that was cancelled, for code that has none at hand. It needs no runtime.
///
/// tokio makes a `JoinError` for a task only. This one is dropped with its set before it is polled: *a set drops* in
/// [`tokio_assumptions`](crate::util::tokio_assumptions).
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
