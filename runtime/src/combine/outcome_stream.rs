//! The conversion of streams of outcomes into streams of `Result`s.

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::Map;
use tokio::task::JoinError;

use crate::{Completed, Failure};

/// Methods that turn the outcomes of a stream into `Result`s, for futures' `TryStreamExt`. They need the feature
/// `futures`.
///
/// The streams of [`as_completed()`](crate::as_completed()), [`buffered()`](crate::buffered()) and
/// [`buffer_unordered()`](crate::buffer_unordered()) have these methods.
///
/// # Cancel safety
///
/// If the resulting stream is dropped, so is the original stream, which cancels the tasks that have not ended.
///
/// # Examples
///
/// The first failure ends `try_for_each`, and cancels the other children:
///
/// ```
/// use std::io;
///
/// use ensure_future::{Failure, OutcomeStreamExt, as_completed};
/// use futures_util::TryStreamExt;
///
/// async fn fetch(page: u8) -> io::Result<String> {
///     Ok(format!("page {page}"))
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Failure<io::Error>> {
/// as_completed([1, 2, 3].map(fetch))
///     .flat_results()
///     .try_for_each(async |page| {
///         println!("{page}");
///         Ok(())
///     })
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// # In asyncio
///
/// No counterpart.
pub trait OutcomeStreamExt: Stream<Item: Outcome> + Sized {
    /// Returns each outcome as the `Result` of its task, without its index and id.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{OutcomeStreamExt, as_completed};
    /// use futures_util::TryStreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), tokio::task::JoinError> {
    /// let squares = as_completed([1, 2, 3].map(async |number| number * number));
    /// let sum = squares.results().try_fold(0, async |sum, square| Ok(sum + square));
    /// assert_eq!(sum.await?, 14);
    /// # Ok(())
    /// # }
    /// ```
    fn results(self) -> Results<Self> {
        self.map(Outcome::into_result)
    }

    /// Turns each outcome of a coroutine that returns a `Result` into a single `Result`. Its error is a [`Failure`].
    ///
    /// For the coroutine's own error, write `.map_err(Failure::into_error)` of `TryStreamExt`.
    fn flat_results<T, E>(self) -> FlatResults<Self, T, E>
    where
        Self::Item: Outcome<Value = Result<T, E>, Error = JoinError>,
    {
        self.map(|outcome| Failure::of(outcome.into_result()))
    }
}

impl<S: Stream<Item: Outcome>> OutcomeStreamExt for S {}

/// The stream that [`OutcomeStreamExt::results`] returns.
pub type Results<S> = Map<S, fn(<S as Stream>::Item) -> ResultOf<<S as Stream>::Item>>;

/// The stream that [`OutcomeStreamExt::flat_results`] returns.
pub type FlatResults<S, T, E> = Map<S, fn(<S as Stream>::Item) -> Result<T, Failure<E>>>;

type ResultOf<O> = Result<<O as Outcome>::Value, <O as Outcome>::Error>;

/// The outcome of a task: a [`Completed`], or a `Result` with a [`JoinError`].
///
/// This trait is sealed: you can't implement it.
///
/// # In asyncio
///
/// A task that is `done()`.
///
/// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
pub trait Outcome: sealed::Sealed {
    /// The type of the task's value.
    type Value;

    /// The error of a task without a value.
    type Error;

    /// Returns the result of the task.
    ///
    /// # Errors
    ///
    /// Returns the error of the task if it panicked or was cancelled.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

impl<T, E> Outcome for Completed<T, E> {
    type Value = T;
    type Error = E;

    fn into_result(self) -> Result<T, E> {
        self.result
    }
}

impl<T> Outcome for Result<T, JoinError> {
    type Value = T;
    type Error = JoinError;

    fn into_result(self) -> Self {
        self
    }
}

mod sealed {
    use super::{Completed, JoinError};

    pub trait Sealed {}

    impl<T, E> Sealed for Completed<T, E> {}

    impl<T> Sealed for Result<T, JoinError> {}
}
