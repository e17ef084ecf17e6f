use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use super::coordinator::Coordinator;
use super::{ClosedError, GroupTask, TaskFailure, TaskGroupError, TaskGroupHandle};
use crate::left_behind::Region;
use crate::util::user_code::try_drop;
use crate::{Failure, Task, accepts_awaitable};

/// Tasks that succeed or fail together.
///
/// Its children may give values of different types, and have an error type in common. When one returns an `Err` or
/// panics, the others are cancelled, also while nobody awaits the group. [`join`](Self::join) waits until all have
/// ended and reports all failures; each [`GroupTask`] gives the value of its child. A child that is cancelled by itself
/// is no failure.
///
/// A child may add others through a [`handle`](Self::handle), and groups may be nested: dropping a group cancels all
/// that is in it. [`scope`](Self::scope) is a group around a block of code, which is cancelled with its children.
///
/// A group has no time limit. It asks a [`graceful`](crate::graceful()) child to end, and only a coroutine that is
/// polled hears that: a group waits without end for a child that keeps such a coroutine and never polls it again.
///
/// # Cancel safety
///
/// If the group is dropped, every child that has not ended is cancelled, and its failures are lost.
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
/// around a block of code, as [`scope`](Self::scope) is, only takes coroutines, and waits for groups inside it that it
/// cancels; here, a group that is dropped cancels its children and does not wait for them. Failures are reported alike,
/// an `Err` for each exception; a panic is one too.
pub struct TaskGroup<E> {
    coordinator: Arc<Coordinator<E>>,
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
            Err(TaskGroupError { failures })
        }
    }

    /// Waits until all children have ended, and returns the failures that were not returned before.
    async fn ended(&self) -> Vec<TaskFailure<E>> {
        poll_fn(|context| self.coordinator.poll_join(context)).await
    }

    /// Runs a block of code with a group around it: returns its value when all children have ended too.
    ///
    /// When a child fails, `body` is dropped at its next suspension point. When `body` returns an `Err`, the children
    /// are cancelled. Children can be added until all have ended, and there is no time limit for that: see
    /// [above](Self). If a child fails after `body` has returned, the value of `body` is dropped.
    ///
    /// A scope inside `body` is dropped with it: its children are cancelled, but only those of this one are waited for.
    /// A body that is in the middle of a poll when a child fails may see the [`GroupTaskError`](crate::GroupTaskError) of
    /// that child before it is dropped.
    ///
    /// # Errors
    ///
    /// All failures, in the order in which the group saw them, as [`join`](Self::join) reports them. That of `body` has
    /// no id. The last is a panic of the value of `body`, if that panics when it is dropped. There are no failures if
    /// `body` was dropped because the group was cancelled, by a [`handle`](TaskGroupHandle::cancel); then
    /// [`into_error`](TaskGroupError::into_error) gives what the cancellation of a task converts to.
    ///
    /// # Panics
    ///
    /// With the panic of `body`, after which all children are cancelled; and as [`join`](Self::join) does.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, `body` is dropped, and every child that has not ended is cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    ///
    /// use ensure_future::{TaskGroup, TaskGroupError};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let result: Result<(), TaskGroupError<&str>> = TaskGroup::scope(async |group| {
    ///     group.create_task(async { Err::<(), _>("failed") }).unwrap();
    ///     pending().await
    /// })
    /// .await;
    /// assert_eq!(result.unwrap_err().failures.len(), 1);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `async with asyncio.TaskGroup() as group:`
    pub async fn scope<T, F>(
        body: impl FnOnce(TaskGroupHandle<E>) -> F,
    ) -> Result<T, TaskGroupError<E>>
    where
        F: Future<Output = Result<T, E>>, // with `AsyncFnOnce`, an `E` with a lifetime would not compile
    {
        let region = Region::new(); // dropped after the group
        let group = Self::new();
        let returned = {
            let mut body = pin!(region.mark(body(group.handle())));
            poll_fn(|context| match group.coordinator.poll_cancelled(context) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => body.as_mut().poll(context).map(Some),
            })
            .await
        };
        let value = match returned {
            Some(Ok(value)) => Some(value),
            Some(Err(error)) => {
                group.coordinator.note(TaskFailure {
                    id: None,
                    failure: Failure::Returned(error),
                });
                group.cancel();
                None
            }
            None => None,
        };
        let mut failures = group.ended().await;
        region.gone().await;
        match value {
            Some(value) if failures.is_empty() => return Ok(value),
            Some(value) => {
                // The destructor is called here, because its panic would lose the error if it propagated.
                if let Err(panic) = try_drop(value) {
                    group.coordinator.note_panic(panic);
                    failures.extend(group.ended().await);
                }
            }
            None => {}
        }
        Err(TaskGroupError { failures })
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
