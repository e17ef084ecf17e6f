//! Streams of outcomes as streams of `Result`s.

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::Map;
use tokio::task::JoinError;

use crate::{Completed, Failure};

/// Methods for the streams of [`as_completed()`](crate::as_completed()), [`buffered()`](crate::buffered()) and
/// [`buffer_unordered()`](crate::buffer_unordered()), with the feature `futures`: they turn outcomes into `Result`s,
/// which the methods of futures' `TryStreamExt` take.
///
/// If the resulting stream is dropped, so is the original stream, and that cancels the tasks that have not ended.
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
    /// Gives each outcome as the `Result` of its task, without its index and id.
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

    /// Gives each outcome of a coroutine that returns a `Result` as a single `Result`, whose error is a [`Failure`].
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
/// This trait is sealed.
pub trait Outcome: sealed::Sealed {
    /// What the task returned.
    type Value;

    /// Why there is no value.
    type Error;

    /// Returns the result of the task.
    ///
    /// # Errors
    ///
    /// As the task: if it panicked or was cancelled.
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
