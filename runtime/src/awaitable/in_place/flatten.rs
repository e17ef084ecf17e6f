//! The futures of tasks that are awaited in place.

use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tokio::task::JoinError;

pin_project! {
    /// The future of a task whose value is a `Result<T, E>`: it has that output, and a panic or a cancellation becomes an
    /// `E`.
    ///
    /// # Cancel safety
    ///
    /// As that of the future inside: if a [`Task`](crate::Task) was passed by value, dropping this cancels it.
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
    /// The future of a task without a value: it is ready when the task has ended.
    ///
    /// A cancelled task has ended. So code that waits for a signal to stop also stops if the task that would give the
    /// signal is cancelled.
    ///
    /// # Panics
    ///
    /// A panic of the task is resumed.
    ///
    /// # Cancel safety
    ///
    /// As that of the future inside: if a [`Task`](crate::Task) was passed by value, dropping this cancels it.
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
