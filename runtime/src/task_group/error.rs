use std::error::Error;
use std::fmt;

use tokio::task::Id;

use crate::{Failure, Task};

/// Why a [`TaskGroup`](crate::TaskGroup) has not succeeded.
#[derive(Debug)]
pub struct TaskGroupError<E> {
    /// All failures, in the order in which they happened; there is at least one.
    pub failures: Vec<TaskFailure<E>>,
}

/// A failure in a [`TaskGroup`](crate::TaskGroup).
#[derive(Debug)]
pub struct TaskFailure<E> {
    /// Whose it is; the body of a [`scope`](crate::TaskGroup::scope) is no task.
    pub id: Option<Id>,
    /// What happened.
    pub failure: Failure<E>,
}

impl<E> fmt::Display for TaskGroupError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failures[..] {
            [only] => write!(f, "a task group failed: {only}"),
            [first, others @ ..] => {
                let number = others.len();
                write!(f, "a task group failed: {first}, and {number} other(s)")
            }
            [] => f.write_str("a task group failed"),
        }
    }
}

impl<E: Error + 'static> Error for TaskGroupError<E> {
    /// What caused the first failure.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures.first()?.failure.source()
    }
}

impl<E> fmt::Display for TaskFailure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id {
            Some(id) => write!(f, "of task {id}, {}", self.failure),
            None => write!(f, "of its body, {}", self.failure),
        }
    }
}

/// The group takes no more children: one has failed, or it was cancelled, or it has ended.
pub struct ClosedError<T> {
    pub(super) task: Task<T>,
}

impl<T> ClosedError<T> {
    /// Returns the task, which has become no child. It goes on, unless you cancel it.
    pub fn into_task(self) -> Task<T> {
        self.task
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
