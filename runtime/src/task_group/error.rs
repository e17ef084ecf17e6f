use std::error::Error;
use std::fmt;

use tokio::task::Id;

use crate::{Failure, Task};

/// Why a [`TaskGroup`](crate::TaskGroup) has not succeeded.
///
/// # In asyncio
///
/// The `ExceptionGroup` that leaves the `async with`.
#[derive(Debug)]
pub struct TaskGroupError<E> {
    /// All failures, in the order in which the group saw them; none if it was only cancelled.
    pub failures: Vec<TaskFailure<E>>,
    is_timed_out: bool,
}

impl<E> TaskGroupError<E> {
    pub(super) fn new(failures: Vec<TaskFailure<E>>) -> Self {
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

    /// Returns whether a scope was cancelled at its [`timeout`](super::Scope::timeout). The failures are those until the
    /// end of all children.
    pub fn is_timed_out(&self) -> bool {
        self.is_timed_out
    }

    /// Returns whether a scope was cancelled, by its body or through a [`handle`](super::TaskGroupHandle::cancel), and
    /// nothing has failed.
    ///
    /// # In asyncio
    ///
    /// A group whose own body cancels it ends with a `CancelledError`.
    pub fn is_cancelled(&self) -> bool {
        self.failures.is_empty() && !self.is_timed_out
    }
}

/// A failure in a [`TaskGroup`](crate::TaskGroup).
///
/// # In asyncio
///
/// One of the group's `exceptions`, which does not say whose it is.
#[derive(Debug)]
pub struct TaskFailure<E> {
    /// The task that failed; `None` for the body of a [`scope`](crate::TaskGroup::scope), which is no task.
    pub id: Option<Id>,
    /// What happened.
    pub failure: Failure<E>,
}

impl<E> fmt::Display for TaskGroupError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.failures[..], self.is_timed_out) {
            ([], true) => return f.write_str("a task group ran out of time"),
            ([], false) => return f.write_str("a task group was cancelled"),
            (_, true) => f.write_str("in a task group that ran out of time, ")?,
            (_, false) => f.write_str("in a task group, ")?,
        }
        match &self.failures[..] {
            [first, others @ ..] if !others.is_empty() => {
                let number = others.len();
                write!(f, "{first}; {number} more failed too")
            }
            failures => failures.iter().try_for_each(|only| write!(f, "{only}")),
        }
    }
}

impl<E: Error + 'static> Error for TaskGroupError<E> {
    /// What caused the first failure.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures.first()?.failure.source()
    }
}

impl<E> TaskFailure<E> {
    /// The failure of the body of a scope.
    pub(super) fn of_body(error: E) -> Self {
        Self {
            id: None,
            failure: Failure::Returned(error),
        }
    }
}

impl<E> fmt::Display for TaskFailure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id {
            Some(id) => write!(f, "task {id} failed: {}", self.failure),
            None => write!(f, "the body failed: {}", self.failure),
        }
    }
}

/// Why a [`GroupTask`](crate::GroupTask) gives no value.
///
/// The error of a child that failed stays with the group, whose [`join`](crate::TaskGroup::join) or
/// [`scope`](crate::TaskGroup::scope) reports it.
///
/// # Examples
///
/// ```
/// use ensure_future::{GroupTaskError, TaskGroup};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let group: TaskGroup<&str> = TaskGroup::new();
/// let failing = group.create_task(async { Err::<u8, _>("failed") }).unwrap();
/// let sibling = group.create_task(std::future::pending::<Result<u8, _>>()).unwrap();
/// assert_eq!(failing.await, Err(GroupTaskError::Failed));
/// assert_eq!(sibling.await, Err(GroupTaskError::Cancelled));
/// # }
/// ```
///
/// # In asyncio
///
/// The exception of the task itself, which awaiting it raises there too, or `CancelledError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupTaskError {
    /// The child returned an `Err` or panicked.
    Failed,
    /// The child was cancelled: by itself, with the group, or by its runtime's shutdown.
    Cancelled,
}

impl fmt::Display for GroupTaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "the child of a task group failed",
            Self::Cancelled => "the child of a task group was cancelled",
        })
    }
}

impl Error for GroupTaskError {}

/// The group takes no more children: one has failed, or it was cancelled, or it has ended.
///
/// Dropping it cancels the task, as the group would have.
///
/// # In asyncio
///
/// The `RuntimeError` of a group that is shutting down, which leaves the coroutine unawaited.
pub struct ClosedError<T> {
    /// The task, until `into_task` returns it.
    task: Option<Task<T>>,
}

impl<T> ClosedError<T> {
    pub(super) fn new(task: Task<T>) -> Self {
        Self { task: Some(task) }
    }

    /// Returns the task, which has become no child, and goes on.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::TaskGroup;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let group: TaskGroup<()> = TaskGroup::new();
    /// group.cancel();
    /// let refused = group.create_task(async { Ok(42) }).unwrap_err();
    /// assert_eq!(refused.into_task().await.unwrap(), Ok(42));
    /// # }
    /// ```
    #[expect(clippy::missing_panics_doc)] // it never panics: only this method takes the task
    pub fn into_task(mut self) -> Task<T> {
        self.task.take().expect("only this method takes the task")
    }
}

impl<T> Drop for ClosedError<T> {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.cancel();
        }
    }
}

impl<T> fmt::Display for ClosedError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the task group takes no more children")
    }
}

impl<T> fmt::Debug for ClosedError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClosedError")
            .field("task", &self.task)
            .finish()
    }
}

impl<T> Error for ClosedError<T> {}
