//! The futures of tasks that are awaited in place.

use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tokio::task::JoinError;

pin_project! {
    /// The future of a task with the value `Result<T, E>`: it returns this value, and turns a panic or a cancellation
    /// into an `E`.
    ///
    /// # Cancel safety
    ///
    /// If you drop it, the effect is the same as for the task's own future: a [`Task`](crate::Task) that was passed by
    /// value is cancelled.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless you `.await` them"]
    pub struct Flatten<F> {
        #[pin]
        task: F,
    }
}

impl<F> Flatten<F> {
    pub(super) fn new(task: F) -> Self {
        Self { task }
    }
}

impl<F, T, E, J> Future for Flatten<F>
where
    F: Future<Output = Result<Result<T, E>, J>>,
    E: From<J>,
{
    type Output = Result<T, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(self.project().task.poll(context));
        Poll::Ready(outcome.unwrap_or_else(|error| Err(E::from(error))))
    }
}

pin_project! {
    /// The future of a task without a value: it completes when the task has ended.
    ///
    /// It also completes if the task was cancelled. So code that waits for a stop signal stops even if the task that
    /// would give the signal is cancelled.
    ///
    /// # Panics
    ///
    /// Panics with the task's panic.
    ///
    /// # Cancel safety
    ///
    /// If you drop it, the effect is the same as for the task's own future: a [`Task`](crate::Task) that was passed by
    /// value is cancelled.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless you `.await` them"]
    pub struct Ended<F> {
        #[pin]
        task: F,
    }
}

impl<F> Ended<F> {
    pub(super) fn new(task: F) -> Self {
        Self { task }
    }
}

impl<F: Future<Output = Result<(), JoinError>>> Future for Ended<F> {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let outcome = ready!(self.project().task.poll(context));
        if let Err(Ok(panic)) = outcome.map_err(JoinError::try_into_panic) {
            resume_unwind(panic);
        }
        Poll::Ready(())
    }
}
