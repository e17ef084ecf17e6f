use std::error::Error;
use std::fmt;
use std::sync::Arc;

use tokio::task::{Id, JoinError};

use crate::Failure;
use crate::combine::{Chain, FailureSource, Failures};
use crate::task::cancelled;
use crate::util::user_code::discard;

/// The error of a [`TaskGroup`](crate::TaskGroup): all of its failures.
///
/// It is displayed with the first failure, and the number of further failures.
///
/// # With `?`
///
/// If `E` implements `std::error::Error`, so does a `TaskGroupError<E>`. Its [`source`](Error::source) is the cause of
/// the first failure, and `?` converts it like any other error. `anyhow::Error`, `eyre::Report` and
/// `Box<dyn Error + Send + Sync>` do not implement `std::error::Error`. Take the first such error out, or combine all
/// failures into one error:
///
/// ```
/// use std::error::Error;
///
/// use ensure_future::{TaskGroup, TaskGroupError};
///
/// async fn save() -> Result<(), Box<dyn Error + Send + Sync>> {
///     Err("disk full".into())
/// }
///
/// async fn save_all() -> Result<(), Box<dyn Error + Send + Sync>> {
///     let group = TaskGroup::new();
///     drop(group.create_task(save()));
///     group.join().await.map_err(TaskGroupError::into_error)?; // or `into_boxed`
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(save_all().await.unwrap_err().to_string(), "disk full");
/// # }
/// ```
///
/// To write only `?`, implement `From<TaskGroupError<E>>` for an error of your own with the help of one of these
/// methods.
///
/// # In asyncio
///
/// The `ExceptionGroup` that leaves the `async with`.
#[derive(Debug)]
pub struct TaskGroupError<E> {
    /// All failures, in the order in which the group saw them. The list is empty if a scope was cancelled or timed out,
    /// and nothing has failed.
    pub failures: Vec<TaskFailure<E>>,
    is_timed_out: bool,
}

impl<E> TaskGroupError<E> {
    /// Creates an error with these failures, as of a group that did not time out.
    pub fn new(failures: Vec<TaskFailure<E>>) -> Self {
        let is_timed_out = false;
        Self {
            failures,
            is_timed_out,
        }
    }

    pub(super) fn timed_out(mut self) -> Self {
        self.is_timed_out = true;
        self
    }

    /// Returns whether a scope was cancelled at its [`timeout`](super::Scope::timeout). Failures after the time-out, in
    /// the clean-up of the children, are also in [`failures`](Self::failures).
    ///
    /// # In asyncio
    ///
    /// The `TimeoutError` of `asyncio.timeout`.
    pub fn is_timed_out(&self) -> bool {
        self.is_timed_out
    }

    /// Returns whether a scope was cancelled, by its body or through a [`handle`](super::TaskGroupHandle::cancel), and
    /// nothing has failed.
    ///
    /// # In asyncio
    ///
    /// The `CancelledError` that leaves the `async with` if no child has failed.
    pub fn is_cancelled(&self) -> bool {
        self.failures.is_empty() && !self.is_timed_out
    }
}

/// A failure in a [`TaskGroup`](crate::TaskGroup): the failure of a child, or of the body of a
/// [`scope`](crate::TaskGroup::scope).
///
/// It is displayed with the error that was returned, or with the message of the panic.
///
/// # Each error by itself
///
/// [`Failure::into_error`] returns it:
///
/// ```
/// use ensure_future::TaskGroup;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let group = TaskGroup::new();
/// drop(group.create_task(async { Err::<(), _>(std::io::Error::other("disk full")) }));
///
/// let failures = group.join().await.unwrap_err().failures;
/// let errors: Vec<_> = failures.into_iter().map(|failed| failed.failure.into_error()).collect();
/// assert_eq!(errors[0].to_string(), "disk full");
/// # }
/// ```
///
/// # In asyncio
///
/// An exception in the group's `exceptions`. It does not say which task raised it.
#[derive(Debug)]
pub struct TaskFailure<E> {
    /// The id of the task that failed. It is `None` for the body of a [`scope`](crate::TaskGroup::scope), which is not
    /// a task.
    pub id: Option<Id>,
    /// The name of the task, if it was created [with a name](crate::TaskGroup::create_named_task).
    ///
    /// A task that had ended before it was added has no name any more.
    pub name: Option<Arc<str>>,
    /// The position of the task among all children that were added, from 0. It is `None` for the body of a
    /// [`scope`](crate::TaskGroup::scope), and for a panic that was not caused by a child.
    pub index: Option<usize>,
    /// The error that was returned, or the `JoinError` of a panic.
    pub failure: Failure<E>,
}

impl<E> TaskGroupError<E> {
    /// Returns the error of the first failure: the error that the child returned, unchanged, or an `E` that is
    /// converted from its panic.
    ///
    /// `E` can be `anyhow::Error`, `eyre::Report`, `Box<dyn Error + Send + Sync>`, `std::io::Error`, or an error of
    /// your own that implements `From<JoinError>`.
    ///
    /// The other failures are dropped, and a panic of their destructors is ignored. [`into_boxed`](Self::into_boxed)
    /// keeps them all.
    ///
    /// There is no failure if the body of a [`scope`](crate::TaskGroup::scope) was dropped because the group was
    /// cancelled or timed out. In this case, the error is converted from the cancellation of a task: a `JoinError` for
    /// which [`is_cancelled`] is true. Its id belongs to no child.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    /// use std::io::{Error, ErrorKind};
    ///
    /// use ensure_future::{TaskGroup, TaskGroupError};
    ///
    /// async fn save_all() -> Result<(), Error> {
    ///     TaskGroup::scope(async |group| {
    ///         drop(group.create_task(async { Err::<(), _>(ErrorKind::StorageFull.into()) }));
    ///         pending().await
    ///     })
    ///     .await
    ///     .map_err(TaskGroupError::into_error)
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// assert_eq!(save_all().await.unwrap_err().kind(), ErrorKind::StorageFull);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `group.exceptions[0]`, or the `CancelledError` of the `async with` if there is no exception group.
    ///
    /// [`is_cancelled`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html#method.is_cancelled
    pub fn into_error(self) -> E
    where
        E: From<JoinError>,
    {
        let mut failures = self.failures.into_iter();
        let first = failures.next();
        discard(failures); // only the first failure is returned
        match first {
            Some(first) => first.failure.into_error(),
            None => cancelled().into(),
        }
    }

    /// Returns all failures as one boxed error. Its message contains each failure, with all of its causes.
    ///
    /// Its [`source`](Error::source) is the cause of the first failure. There is no source if nothing has failed. `E`
    /// can be any `std::error::Error` that is `Send` and `Sync`, `anyhow::Error`, `eyre::Report`,
    /// `Box<dyn Error + Send + Sync>`, a `String` or a `&str`.
    ///
    /// `?` converts the box only to another box. To convert it to `anyhow::Error`, use `anyhow::Error::from_boxed`; to
    /// `eyre::Report`, use the macro `eyre::eyre!`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::error::Error;
    ///
    /// use ensure_future::{TaskGroup, TaskGroupError};
    ///
    /// async fn save_all() -> Result<(), Box<dyn Error + Send + Sync>> {
    ///     let group = TaskGroup::new();
    ///     for place in ["disk", "tape"] {
    ///         drop(group.create_task(async move { Err::<(), _>(format!("{place} full")) }));
    ///     }
    ///     group.join().await.map_err(TaskGroupError::into_boxed)
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let error = save_all().await.unwrap_err();
    /// // in a task group, task 2 failed: disk full; task 3 failed: tape full
    /// assert!(error.to_string().contains("failed: disk full; task "));
    /// assert!(error.to_string().ends_with("failed: tape full"));
    /// assert_eq!(error.source().unwrap().to_string(), "disk full");
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// The traceback of an `ExceptionGroup`, which shows all exceptions in it.
    pub fn into_boxed(self) -> Box<dyn Error + Send + Sync>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let (place, end) = (self.place(), self.end());
        let failures = self.failures.into_iter();
        let failures: Vec<_> = failures.map(TaskFailure::chained).collect();
        let message = if failures.is_empty() {
            end.to_owned()
        } else {
            let all: Vec<_> = failures.iter().map(TaskFailure::to_string).collect();
            format!("{place}, {}", all.join("; "))
        };
        Failures::boxed(
            message,
            failures.into_iter().map(|failed| failed.failure).collect(),
        )
    }
}

impl<E> TaskFailure<E> {
    fn chained(self) -> TaskFailure<Chain>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        TaskFailure {
            id: self.id,
            name: self.name,
            index: self.index,
            failure: self.failure.chained(),
        }
    }
}

impl<E> TaskGroupError<E> {
    /// How a message with failures begins.
    fn place(&self) -> &'static str {
        if self.is_timed_out {
            "in a task group that ran out of time"
        } else {
            "in a task group"
        }
    }

    /// The message without failures.
    fn end(&self) -> &'static str {
        if self.is_timed_out {
            "a task group ran out of time"
        } else {
            "a task group was cancelled"
        }
    }
}

/// Displays the first failure, and the number of further failures. Flags, such as the `#` of `{:#}`, are passed on to
/// the cause.
impl<E: fmt::Display> fmt::Display for TaskGroupError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, others)) = self.failures.split_first() else {
            return f.write_str(self.end());
        };
        write!(f, "{}, ", self.place())?;
        first.fmt(f)?;
        match others.len() {
            0 => Ok(()),
            number => write!(f, "; {number} more failed too"),
        }
    }
}

impl<E: FailureSource> Error for TaskGroupError<E> {
    /// The cause of the first failure.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures.first()?.failure.source()
    }
}

impl<E> TaskFailure<E> {
    /// The failure of the body of a scope.
    pub(super) fn of_body(error: E) -> Self {
        Self {
            id: None,
            name: None,
            index: None,
            failure: Failure::Returned(error),
        }
    }
}

/// Displays the task or the body that failed, and the cause. Flags, such as the `#` of `{:#}`, are passed on to the
/// cause.
impl<E: fmt::Display> fmt::Display for TaskFailure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, self.id, &self.failure) {
            (Some(name), _, _) => write!(f, "task `{name}` failed: ")?,
            (None, Some(id), Failure::Ended(error)) if error.id() == id => {} // which names the task
            (None, Some(id), _) => write!(f, "task {id} failed: ")?,
            (None, None, _) => f.write_str("the body failed: ")?,
        }
        self.failure.fmt(f)
    }
}
