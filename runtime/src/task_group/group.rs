use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use super::coordinator::Coordinator;
use super::{ClosedError, GroupTask, TaskFailure, TaskGroupError, TaskGroupHandle};
use crate::{Task, accepts_awaitable};

/// Tasks that succeed or fail together.
///
/// Its children may give values of different types, and have an error type in common. When one returns an `Err` or
/// panics, the others are cancelled, also while nobody awaits the group. [`join`](Self::join) waits until all have
/// ended and reports all failures; each [`GroupTask`] gives the value of its child. A child that is cancelled by itself
/// is no failure.
///
/// A group ends when its children have ended, and so has everything that they owned: see
/// [structured concurrency](crate::guide::structured_concurrency).
///
/// A child may add others through a [`handle`](Self::handle), and groups may be nested: dropping a group cancels all
/// that is in it. [`scope`](Self::scope) is a group around a block of code, which is cancelled with its children.
///
/// A group has no time limit. It asks a [`graceful`](crate::graceful()) child to end, and only a coroutine that is
/// polled hears that: a group waits without end for a child that keeps such a coroutine and never polls it again.
///
/// # Cancel safety
///
/// If the group is dropped, every child that has not ended is cancelled, and its failures are lost. If it is dropped in a
/// task, the group around that task waits for the children.
///
/// # Examples
///
/// ```
/// use ensure_future::{TaskGroup, create_task};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let group = TaskGroup::new();
/// let number = group.create_task(async { "42".parse::<u8>() }).unwrap();
/// let text = group.create_task(create_task(async { Ok("text") })).unwrap();
///
/// group.join().await.unwrap();
/// assert_eq!((number.await, text.await), (Ok(42), Ok("text")));
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#asyncio.TaskGroup). There, it is always
/// around a block of code, as [`scope`](Self::scope) is, and only takes coroutines. Failures are reported alike, an `Err`
/// for each exception; a panic is one too.
pub struct TaskGroup<E> {
    pub(super) coordinator: Arc<Coordinator<E>>,
}

impl<E: Send + 'static> TaskGroup<E> {
    /// Makes a group without children.
    pub fn new() -> Self {
        Self {
            coordinator: Arc::new(Coordinator::new()),
        }
    }

    /// Waits until all children have ended, also those that are added meanwhile. Then the group is closed.
    ///
    /// There is no time limit, also after a failure or [`cancel`](Self::cancel): see [above](Self).
    ///
    /// # Errors
    ///
    /// All failures, in the order in which the group saw them. A failure may carry an id that belongs to no child: of a
    /// value that nobody fetched and that panicked when it was dropped, or of a task that had given its result to an
    /// earlier `(&mut task).await` before it was added.
    ///
    /// `group.join().await.map_err(TaskGroupError::into_error)?` returns the first error by itself, which is for the
    /// errors of `anyhow` and `eyre` too; [`into_boxed`](TaskGroupError::into_boxed) makes one error of all.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime, with the panic of the destructor of a value that nobody fetched: reporting it needs a
    /// task.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, so is the group: every child that has not ended is cancelled.
    pub async fn join(self) -> Result<(), TaskGroupError<E>> {
        let failures = self.ended().await;
        if failures.is_empty() {
            Ok(())
        } else {
            Err(TaskGroupError::new(failures))
        }
    }

    /// Waits until all children have ended, and returns the failures that were not returned before.
    async fn ended(&self) -> Vec<TaskFailure<E>> {
        poll_fn(|context| self.coordinator.poll_join(context)).await
    }

    /// Returns what children need to add others.
    pub fn handle(&self) -> TaskGroupHandle<E> {
        TaskGroupHandle::new(&self.coordinator)
    }

    /// Requests that all children be cancelled. No others can be added; [`join`](Self::join) waits for their end.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    ///
    /// use ensure_future::{GroupTaskError, TaskGroup};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let group: TaskGroup<()> = TaskGroup::new();
    /// let endless = group.create_task(pending::<Result<u8, ()>>()).unwrap();
    /// group.cancel();
    /// group.join().await.unwrap();
    /// assert_eq!(endless.await, Err(GroupTaskError::Cancelled));
    /// # }
    /// ```
    pub fn cancel(&self) {
        self.coordinator.cancel();
    }
}

#[accepts_awaitable]
impl<E: Send + 'static> TaskGroup<E> {
    /// Adds a child: a coroutine, which is scheduled, or a task that runs already.
    ///
    /// # Errors
    ///
    /// [`ClosedError`], which hands the task back, if a child has failed or the group was cancelled. When that is
    /// dropped, the task is cancelled.
    ///
    /// # Panics
    ///
    /// When a coroutine is given outside a tokio runtime, at the caller's line.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{GroupTaskError, TaskGroup};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let group: TaskGroup<&str> = TaskGroup::new();
    /// let child = group.create_task(async { Ok(42) }).unwrap();
    /// let failing = group.create_task(tokio::spawn(async { Err::<u8, _>("failed") })).unwrap();
    /// assert_eq!((child.await, failing.await), (Ok(42), Err(GroupTaskError::Failed)));
    ///
    /// let refused = group.create_task(async { Ok(()) }).unwrap_err();
    /// assert!(refused.to_string().contains("no more children"));
    /// # drop(refused);
    /// assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `TaskGroup.create_task`, which takes coroutines alone.
    pub fn create_task<T: Send + 'static>(
        &self,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        self.coordinator.add(task)
    }
}

impl<E: Send + 'static> TaskGroup<E> {
    /// Schedules a coroutine as a child, under a name that a [failure](super::TaskFailure) of the child carries.
    ///
    /// While the child is running, [`task_name`](crate::task_name) gives the name, too. A task that
    /// [`create_named_task`](crate::create_named_task()) made keeps its name when it is passed to
    /// [`create_task`](Self::create_task), unless it has ended before.
    ///
    /// # Errors
    ///
    /// As [`create_task`](Self::create_task).
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime, at the caller's line.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::TaskGroup;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let group = TaskGroup::new();
    /// drop(group.create_named_task("backup", async { Err::<(), _>("disk full") }));
    ///
    /// let failure = &group.join().await.unwrap_err().failures[0];
    /// assert_eq!((failure.name.as_deref(), failure.index), (Some("backup"), Some(0)));
    /// assert_eq!(failure.to_string(), "task `backup` failed: disk full");
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `TaskGroup.create_task(coroutine, name=..)`.
    #[track_caller]
    pub fn create_named_task<T: Send + 'static>(
        &self,
        name: impl Into<Arc<str>>,
        coroutine: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        self.handle().create_named_task(name, coroutine)
    }
}

impl<E: Send + 'static> Default for TaskGroup<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Drop for TaskGroup<E> {
    fn drop(&mut self) {
        self.coordinator.close();
    }
}

/// Shows how many children have not ended.
impl<E> fmt::Debug for TaskGroup<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.coordinator.fmt(f)
    }
}
