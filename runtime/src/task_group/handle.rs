use std::fmt;
use std::sync::{Arc, Weak};

use tokio::time::Instant;

use super::coordinator::Coordinator;
use super::{ClosedError, GroupTask};
use crate::{Task, accepts_awaitable, create_named_task};

/// A handle that adds children to a [`TaskGroup`](crate::TaskGroup), or cancels it, from elsewhere, for example from a
/// child.
///
/// It does not keep the group alive. You can clone it.
///
/// # Examples
///
/// ```
/// use ensure_future::TaskGroup;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let group: TaskGroup<()> = TaskGroup::new();
/// let handle = group.handle();
/// let parent = group.create_task(async move {
///     let child = handle.create_task(async { Ok(42) }).unwrap();
///     Ok(child)
/// });
/// let parent = parent.unwrap();
///
/// group.join().await.unwrap();
/// assert_eq!(parent.await.unwrap().await, Ok(42));
/// # }
/// ```
///
/// # In asyncio
///
/// Another reference to the `TaskGroup`.
pub struct TaskGroupHandle<E> {
    pub(super) coordinator: Weak<Coordinator<E>>,
}

impl<E> TaskGroupHandle<E> {
    pub(super) fn new(coordinator: &Arc<Coordinator<E>>) -> Self {
        Self {
            coordinator: Arc::downgrade(coordinator),
        }
    }

    /// Requests that all children and the body of a [`scope`](crate::TaskGroup::scope) be cancelled. From then on, no
    /// children can be added.
    ///
    /// See [`TaskGroup::cancel`](crate::TaskGroup::cancel).
    pub fn cancel(&self) {
        if let Some(coordinator) = self.coordinator.upgrade() {
            coordinator.cancel();
        }
    }

    /// Returns whether a child can be added, unless the group is closed in the meantime.
    pub(super) fn takes_children(&self) -> bool {
        let coordinator = self.coordinator.upgrade();
        coordinator.is_some_and(|coordinator| coordinator.takes_children())
    }

    /// Returns the instant at which the scope will be cancelled, if it has a [`timeout`](super::Scope::timeout).
    ///
    /// # In asyncio
    ///
    /// `timeout.when()`.
    pub fn deadline(&self) -> Option<Instant> {
        self.coordinator.upgrade()?.deadline()
    }

    /// Sets or moves the instant at which the scope is cancelled. `None` means never.
    ///
    /// This has no effect if the scope has failed or was cancelled already, or if the group does not belong to a
    /// [`scope`](super::TaskGroup::scope).
    ///
    /// # Panics
    ///
    /// The future of the scope panics on a runtime whose timer is not enabled.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use ensure_future::TaskGroup;
    /// use tokio::time::sleep;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let scope = TaskGroup::<()>::scope(async |group| {
    ///     let later = group.deadline().unwrap() + Duration::from_secs(60);
    ///     group.set_deadline(Some(later));
    ///     sleep(Duration::from_secs(30)).await;
    ///     Ok("in time")
    /// });
    /// assert_eq!(scope.timeout(Duration::from_secs(1)).await.unwrap(), "in time");
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `timeout.reschedule(when)`.
    pub fn set_deadline(&self, deadline: Option<Instant>) {
        if let Some(coordinator) = self.coordinator.upgrade() {
            coordinator.set_deadline(deadline);
        }
    }

    /// Awaits a future to its end, even if the scope is cancelled in the meantime. Returns the output of the future.
    ///
    /// Use it for a part of the scope's body that has to be completed once it has begun, such as a commit. If the scope
    /// is cancelled, by a failure, its time-out or [`cancel`](Self::cancel), the body goes on until this future has
    /// completed. After that, the body is dropped at its next suspension point. The children of the scope are cancelled
    /// at once. The children of a scope inside the body are cancelled when the body is dropped.
    ///
    /// In a child, this does not affect the cancellation of the child itself.
    ///
    /// # Cancel safety
    ///
    /// If the scope itself is dropped, so is the future.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::TaskGroup;
    /// use tokio::task::yield_now;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut is_committed = false;
    /// let cancelled = TaskGroup::<()>::scope(async |group| {
    ///     let commit = async {
    ///         group.cancel();
    ///         yield_now().await;
    ///         is_committed = true;
    ///     };
    ///     group.finish(commit).await;
    ///     yield_now().await;
    ///     unreachable!("the body is dropped here");
    /// });
    /// assert!(cancelled.await.map(|()| ()).unwrap_err().is_cancelled());
    /// assert!(is_committed);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `await asyncio.shield(task)` in the body, which awaits the task again after a `CancelledError`.
    pub async fn finish<T>(&self, region: impl Future<Output = T>) -> T {
        let _held = Held::new(self.coordinator.upgrade());
        region.await
    }
}

#[accepts_awaitable]
impl<E: Send + 'static> TaskGroupHandle<E> {
    /// Adds a child. See [`TaskGroup::create_task`](crate::TaskGroup::create_task).
    ///
    /// # Errors
    ///
    /// Returns a [`ClosedError`] with the task if a child has failed, or if the group was cancelled, dropped or joined.
    /// If you drop the error, the task is cancelled.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line if you pass a coroutine outside a tokio runtime.
    pub fn create_task<T: Send + 'static>(
        &self,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        match self.coordinator.upgrade() {
            Some(coordinator) => coordinator.add(task),
            None => Err(ClosedError::new(task)),
        }
    }
}

impl<E: Send + 'static> TaskGroupHandle<E> {
    /// Spawns a coroutine as a child, under a name. See
    /// [`TaskGroup::create_named_task`](crate::TaskGroup::create_named_task).
    ///
    /// # Errors
    ///
    /// Returns a [`ClosedError`] where [`create_task`](Self::create_task) does.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line outside a tokio runtime.
    #[track_caller]
    pub fn create_named_task<T: Send + 'static>(
        &self,
        name: impl Into<Arc<str>>,
        coroutine: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        let name = name.into();
        let task = create_named_task(name.clone(), coroutine);
        match self.coordinator.upgrade() {
            Some(coordinator) => coordinator.add_as(Some(name), task),
            None => Err(ClosedError::new(task)),
        }
    }
}

/// Keeps the body of the scope going until this is dropped.
struct Held<E>(Option<Arc<Coordinator<E>>>);

impl<E> Held<E> {
    fn new(coordinator: Option<Arc<Coordinator<E>>>) -> Self {
        if let Some(coordinator) = &coordinator {
            coordinator.hold();
        }
        Self(coordinator)
    }
}

impl<E> Drop for Held<E> {
    fn drop(&mut self) {
        if let Some(coordinator) = &self.0 {
            coordinator.release();
        }
    }
}

impl<E> Clone for TaskGroupHandle<E> {
    fn clone(&self) -> Self {
        Self {
            coordinator: self.coordinator.clone(),
        }
    }
}

impl<E> fmt::Debug for TaskGroupHandle<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskGroupHandle")
            .field("members", &self.coordinator.upgrade())
            .finish()
    }
}
