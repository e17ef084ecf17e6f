use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use super::coordinator::Coordinator;
use super::{ClosedError, GroupTask, TaskFailure, TaskGroupError, TaskGroupHandle};
use crate::{Task, accepts_awaitable};

/// A group of tasks that succeed or fail together.
///
/// The children of a group may have values of different types. They have one error type. If a child returns an `Err` or
/// panics, the other children are cancelled, even while nobody awaits the group. The cancellation of a single child is
/// [no failure](fn@crate::gather#what-counts-as-a-failure). [`join`](Self::join) waits until all children have ended,
/// and reports all failures. Each [`GroupTask`] returns the value of its child.
///
/// A group ends when its children have ended, and everything that they owned has ended too: see
/// [structured concurrency](crate::guide::structured_concurrency).
///
/// Children can add other children through a [`handle`](Self::handle). Groups can be nested: if you drop a group,
/// everything in it is cancelled. A [`scope`](Self::scope) is a group around a block of code, which is cancelled with
/// the children.
///
/// A group has no time limit. It asks a [`graceful`](crate::graceful()) child to end, but such a coroutine hears the
/// request only while it is polled. If a child owns a graceful coroutine and never polls it again, the group waits
/// forever.
///
/// # Cancel safety
///
/// If the group is dropped, every child that has not ended is cancelled, and the failures are lost. If it is dropped in
/// a task of another group, the other group waits for the children.
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
/// [`asyncio.TaskGroup`](https://docs.python.org/3/library/asyncio-task.html#asyncio.TaskGroup). In asyncio, a group is
/// always around a block of code, as [`scope`](Self::scope) is, and takes only coroutines. Failures are reported in the
/// same way: both an `Err` and a panic correspond to an exception.
pub struct TaskGroup<E> {
    pub(super) coordinator: Arc<Coordinator<E>>,
}

impl<E: Send + 'static> TaskGroup<E> {
    /// Creates a group without children.
    pub fn new() -> Self {
        Self {
            coordinator: Arc::new(Coordinator::new()),
        }
    }

    /// Waits until all children have ended, including children that are added in the meantime. Then the group is
    /// closed.
    ///
    /// There is no time limit, even after a failure or [`cancel`](Self::cancel): see [above](Self).
    ///
    /// # Errors
    ///
    /// Returns all failures, in the order in which the group saw them. A failure may carry an id that belongs to no
    /// child: when a value that nobody fetched panicked in its destructor, or when a task that was added had returned
    /// its result to an earlier `(&mut task).await`.
    ///
    /// `group.join().await.map_err(TaskGroupError::into_error)?` returns only the first error. This also works for the
    /// errors of `anyhow` and `eyre`. [`into_boxed`](TaskGroupError::into_boxed) combines all failures into one error.
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime if a value that nobody fetched panics in its destructor, since the group needs a
    /// task to report this panic.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, so is the group: every child that has not ended is cancelled.
    ///
    /// # In asyncio
    ///
    /// The end of `async with asyncio.TaskGroup()`.
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

    /// Returns a handle through which you can add children and cancel the group from elsewhere, for example from a
    /// child.
    pub fn handle(&self) -> TaskGroupHandle<E> {
        TaskGroupHandle::new(&self.coordinator)
    }

    /// Requests that all children be cancelled. From then on, no children can be added. [`join`](Self::join) waits for
    /// their end.
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
    ///
    /// # In asyncio
    ///
    /// No counterpart in Python 3.13. There, you add a child that raises an exception.
    pub fn cancel(&self) {
        self.coordinator.cancel();
    }
}

#[accepts_awaitable]
impl<E: Send + 'static> TaskGroup<E> {
    /// Adds a child: spawns a coroutine (a future that is not spawned yet), or takes a task that is already running.
    ///
    /// # Errors
    ///
    /// Returns a [`ClosedError`] with the task if a child has failed or the group was cancelled. If you drop the error,
    /// the task is cancelled.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line if you pass a coroutine outside a tokio runtime.
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
    /// `TaskGroup.create_task`, which takes only coroutines.
    pub fn create_task<T: Send + 'static>(
        &self,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        self.coordinator.add(task)
    }
}

impl<E: Send + 'static> TaskGroup<E> {
    /// Spawns a coroutine as a child, under a name. A [failure](super::TaskFailure) of the child carries the name.
    ///
    /// While the child is running, [`task_name`](crate::task_name) returns the name, too. A task that
    /// [`create_named_task`](crate::create_named_task()) returns also keeps its name when you add it with
    /// [`create_task`](Self::create_task), unless it has ended before.
    ///
    /// # Errors
    ///
    /// Returns a [`ClosedError`] where [`create_task`](Self::create_task) does.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line outside a tokio runtime.
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

/// Shows the number of children that have not ended.
impl<E> fmt::Debug for TaskGroup<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.coordinator.fmt(f)
    }
}
