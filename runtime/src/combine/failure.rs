use std::error::Error;
use std::fmt;

use tokio::task::JoinError;

use crate::combine::failures::Chain;

/// The reason why a child has no value: it returned an error, panicked or was cancelled.
///
/// It is displayed as the error itself, or as the `JoinError`, which contains the message of the panic.
///
/// # The coroutine's own error
///
/// [`into_error`](Self::into_error) returns it. Use this method for errors that do not implement `std::error::Error`,
/// such as `anyhow::Error`, `eyre::Report` and boxed errors. A `Failure` with such an error is not a
/// `std::error::Error` either:
///
/// ```
/// use std::error::Error;
///
/// use ensure_future::try_gather;
///
/// async fn save() -> Result<(), Box<dyn Error + Send + Sync>> {
///     Err("disk full".into())
/// }
///
/// async fn save_all() -> Result<(), Box<dyn Error + Send + Sync>> {
///     if let Err(error) = try_gather([save(), save()]).await {
///         eprintln!("file {} can't be saved", error.index);
///         return Err(error.failure.into_error());
///     }
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(save_all().await.unwrap_err().to_string(), "disk full");
/// # }
/// ```
///
/// # In asyncio
///
/// The exception of a task.
#[derive(Debug)]
pub enum Failure<E> {
    /// The child returned this error.
    Returned(E),
    /// The child panicked or was cancelled.
    Ended(JoinError),
}

impl<E> Failure<E> {
    /// Returns the value of a child, or its failure.
    pub(crate) fn of<T>(outcome: Result<Result<T, E>, JoinError>) -> Result<T, Self> {
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(Self::Returned(error)),
            Err(error) => Err(Self::Ended(error)),
        }
    }

    /// Returns the error of the child: the error that it returned, unchanged, or an `E` that is converted from its
    /// `JoinError`.
    ///
    /// `E` can be `anyhow::Error`, `eyre::Report`, `Box<dyn Error + Send + Sync>`, `std::io::Error`, or an error of
    /// your own that implements `From<JoinError>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{JoinErrorExt, create_task, try_gather};
    /// use tokio::task::JoinError;
    ///
    /// #[derive(Debug, PartialEq)]
    /// enum SaveError {
    ///     DiskFull,
    ///     Cancelled,
    /// }
    ///
    /// impl From<JoinError> for SaveError {
    ///     fn from(error: JoinError) -> Self {
    ///         let ensure_future::Cancelled = error.resume_panic();
    ///         Self::Cancelled
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let error = try_gather([async { Err::<(), _>(SaveError::DiskFull) }]).await.unwrap_err();
    /// assert_eq!(error.failure.into_error(), SaveError::DiskFull);
    ///
    /// let endless = create_task(std::future::pending::<Result<(), SaveError>>());
    /// endless.cancel();
    /// let error = try_gather([endless]).await.unwrap_err();
    /// assert_eq!(error.failure.into_error(), SaveError::Cancelled);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `task.exception()`, which raises `CancelledError` if the task was cancelled.
    pub fn into_error(self) -> E
    where
        E: From<JoinError>,
    {
        match self {
            Self::Returned(error) => error,
            Self::Ended(error) => error.into(),
        }
    }

    /// Returns the error of the child, or its `JoinError`, in a box.
    ///
    /// Unlike [`into_error`](Self::into_error), this works for errors that can't be converted from a `JoinError`, such
    /// as a `String`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::try_gather;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let error = try_gather([async { Err::<(), _>("disk full") }]).await.unwrap_err();
    /// assert_eq!(error.failure.into_boxed().to_string(), "disk full");
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `task.exception()`, which can be of any type.
    pub fn into_boxed(self) -> Box<dyn Error + Send + Sync>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        match self {
            Self::Returned(error) => error.into(),
            Self::Ended(error) => error.into(),
        }
    }

    /// Boxes the error, which is then displayed with all of its causes.
    pub(crate) fn chained(self) -> Failure<Chain>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        match self {
            Self::Returned(error) => Failure::Returned(Chain(error.into())),
            Self::Ended(error) => Failure::Ended(error),
        }
    }
}

/// Displays the cause. Flags are passed on to the cause, such as the `#` of `{:#}`, with which `anyhow` displays all
/// causes of an error.
impl<E: fmt::Display> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Returned(error) => error.fmt(f),
            Self::Ended(error) => error.fmt(f),
        }
    }
}

impl<E: FailureSource> Error for Failure<E> {
    /// The error that was returned, or the `JoinError`.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Returned(error) => Some(error),
            Self::Ended(error) => Some(error),
        }
    }
}

/// An error that can be the [`source`](Error::source) of a failure: every [`std::error::Error`](Error) that is
/// `'static`.
///
/// [`Failure`], [`TryGatherError`](crate::TryGatherError), [`RaceOkError`](crate::RaceOkError) and
/// [`TaskGroupError`](crate::TaskGroupError) are errors themselves if their error type implements this trait. The trait
/// exists for the sake of the compiler's message about all other error types, such as `anyhow::Error`, `eyre::Report`
/// and `Box<dyn Error + Send + Sync>`. Take such an error out of the failure with
/// [`into_error`](crate::TryGatherError::into_error).
///
/// # Examples
///
/// ```
/// use ensure_future::{FailureSource, TaskGroup, TaskGroupError};
///
/// /// Waits for a group, and shows what caused its first failure.
/// async fn join<E: FailureSource + Send>(group: TaskGroup<E>) -> Result<(), TaskGroupError<E>> {
///     group.join().await.inspect_err(|error| {
///         let source = std::error::Error::source(error);
///         eprintln!("{}", source.expect("a group that is joined has failures"));
///     })
/// }
/// # drop(join::<std::io::Error>(TaskGroup::new()));
/// ```
///
/// # In asyncio
///
/// `BaseException`, the base of all exceptions.
#[diagnostic::on_unimplemented(
    message = "this failure is not a `std::error::Error`, since `{Self}` is not",
    label = "`.map_err(|error| error.into_error())?` gives the coroutine's own error, and `into_boxed` all failures as one",
    note = "`into_error` gives `{Self}` if it implements `From<JoinError>`, as the errors of `anyhow` and `eyre` and \
            `Box<dyn Error + Send + Sync>` do",
    note = "`into_boxed` gives a `Box<dyn Error + Send + Sync>` that names every failure"
)]
pub trait FailureSource: Error + 'static {}

#[diagnostic::do_not_recommend]
impl<E: Error + 'static> FailureSource for E {}
