use std::error::Error;
use std::fmt;

use crate::Task;

/// The error of adding a child to a group that accepts no more children: a child has failed, or the group was cancelled
/// or has ended.
///
/// It contains the task. If you drop the error, the task is cancelled, as the group would have cancelled it.
///
/// # In asyncio
///
/// The `RuntimeError` of a group that is shutting down. The coroutine is never awaited.
pub struct ClosedError<T> {
    /// The task, until `into_task` returns it.
    task: Option<Task<T>>,
}

impl<T> ClosedError<T> {
    pub(super) fn new(task: Task<T>) -> Self {
        Self { task: Some(task) }
    }

    /// Returns the task. It is not a child, and runs on.
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
        drop(self.task.take().map(Task::into_future)); // cancels the task, and leaves it behind
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
